# Makes a process that borrows its parent's memory, in machine code.
# stopped by: seccomp
# verdict: failed
# machine: x86_64
import ctypes
import mmap

# mov eax, 58 (vfork); syscall; test eax, eax; jnz +9; mov eax, 60 (exit); xor edi, edi; syscall; ret
CODE = bytes.fromhex("b83a000000 0f05 85c0 7509 b83c000000 31ff 0f05 c3")


def attack():
    memory = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, mmap.PROT_READ | mmap.PROT_WRITE | 4)
    memory.write(CODE)
    address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    return ctypes.CFUNCTYPE(ctypes.c_int)(address)() > 0
