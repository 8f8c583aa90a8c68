# Reads the kernel's log.
# stopped by: seccomp, kernel
# verdict: failed
import ctypes


def attack():
    return ctypes.CDLL(None).klogctl(10, None, 0) >= 0
