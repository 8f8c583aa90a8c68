# Makes a system call by its number in the x32 table.
# stopped by: seccomp, kernel
# verdict: crashed
# machine: x86_64
import ctypes


def attack():
    return ctypes.CDLL(None).syscall(0x40000000 + 39) > 0
