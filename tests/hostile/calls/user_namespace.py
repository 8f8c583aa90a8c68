# Becomes root in a namespace of its own, where much more of the kernel can be reached.
# stopped by: seccomp, kernel
# verdict: failed
import ctypes


def attack():
    return ctypes.CDLL(None).unshare(0x10000000) == 0
