# Makes a system call in the 32-bit way, whose numbers mean other things.
# stopped by: seccomp
# verdict: crashed
# machine: x86_64
import ctypes
import mmap

CODE = bytes.fromhex("b814000000 cd80 c3")  # mov eax, 20 (getpid); int 0x80; ret


def attack():
    memory = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, mmap.PROT_READ | mmap.PROT_WRITE | 4)
    memory.write(CODE)
    address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    return ctypes.CFUNCTYPE(ctypes.c_int)(address)() > 0
