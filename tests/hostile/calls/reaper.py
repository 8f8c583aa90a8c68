# Takes over what its children leave behind.
# stopped by: seccomp
# verdict: failed
import ctypes


def attack():
    return ctypes.CDLL(None).prctl(36, 1, 0, 0, 0) == 0
