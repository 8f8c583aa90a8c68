# Makes a message queue that outlives it.
# stopped by: seccomp
# verdict: failed
import ctypes


def attack():
    libc = ctypes.CDLL(None)
    made = libc.msgget(0, 0o1600)
    return made >= 0 and libc.msgctl(made, 0, None) == 0
