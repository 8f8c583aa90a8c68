# Sees to it that it does not die with the process that it was forked from.
# stopped by: seccomp
# verdict: failed
import ctypes


def attack():
    return ctypes.CDLL(None).prctl(1, 0, 0, 0, 0) == 0
