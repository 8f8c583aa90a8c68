# Switches off the randomness of addresses.
# stopped by: seccomp
# verdict: failed
import ctypes


def attack():
    return ctypes.CDLL(None).personality(0xFFFFFFFF) >= 0
