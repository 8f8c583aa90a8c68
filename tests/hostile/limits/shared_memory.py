# Takes more memory than the limit as shared memory, which limits of data do not count.
# stopped by: seccomp, limits
# verdict: forbidden
import mmap


def attack():
    memory = mmap.mmap(-1, 400 << 20)
    memory[:: mmap.PAGESIZE] = bytes(len(memory) // mmap.PAGESIZE)
    return True
