# Makes a system call that is younger than the grader.
# stopped by: design, kernel
# verdict: failed
import ctypes


def attack():
    return ctypes.CDLL(None).syscall(999) >= 0
