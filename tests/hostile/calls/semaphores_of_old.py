# Makes semaphores that outlive it.
# stopped by: seccomp
# verdict: failed
import ctypes


def attack():
    libc = ctypes.CDLL(None)
    made = libc.semget(0, 1, 0o1600)
    return made >= 0 and libc.semctl(made, 0, 0) == 0
