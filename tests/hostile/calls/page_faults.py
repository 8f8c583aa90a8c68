# Handles its own page faults, a tool of many kernel exploits.
# stopped by: seccomp
# verdict: failed
# machine: x86_64
import ctypes


def attack():
    return ctypes.CDLL(None).syscall(323, 1) >= 0
