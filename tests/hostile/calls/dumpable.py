# Makes its memory readable for its siblings again.
# stopped by: seccomp
# verdict: failed
import ctypes


def attack():
    libc = ctypes.CDLL(None)
    return libc.prctl(4, 1, 0, 0, 0) == 0 and libc.prctl(3, 0, 0, 0, 0) == 1
