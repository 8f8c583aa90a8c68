# Opens a file with the C library's open.
# stopped by: landlock
# verdict: failed
import ctypes


def attack():
    return ctypes.CDLL(None).open(b"@WATCHED@/file.txt", 0) >= 0
