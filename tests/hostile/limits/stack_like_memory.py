# Takes more memory than the limit as memory that grows like a stack.
# stopped by: seccomp, limits
# verdict: failed
import ctypes


def attack():
    libc = ctypes.CDLL(None)
    libc.mmap.restype = ctypes.c_void_p
    return libc.mmap(None, ctypes.c_size_t(400 << 20), 3, 0x122, -1, ctypes.c_long(0)) != 2**64 - 1
