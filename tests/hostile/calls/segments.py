# Looks at its table of segments, a rarely used part of the kernel.
# stopped by: seccomp
# verdict: failed
# machine: x86_64
import ctypes


def attack():
    return ctypes.CDLL(None).syscall(154, 0, ctypes.create_string_buffer(64), 64) >= 0
