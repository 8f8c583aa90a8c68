# Has the kernel tell it which files others open.
# stopped by: seccomp
# verdict: failed
# machine: x86_64
import ctypes


def attack():
    return ctypes.CDLL(None).syscall(300, 0x200, 0) >= 0
