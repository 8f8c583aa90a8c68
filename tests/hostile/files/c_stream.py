# Opens a file with the C library's fopen.
# stopped by: landlock
# verdict: failed
import ctypes


def attack():
    libc = ctypes.CDLL(None)
    libc.fopen.restype = ctypes.c_void_p
    return libc.fopen(b"@WATCHED@/file.txt", b"r")
