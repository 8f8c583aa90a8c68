# Makes a piece of shared memory that outlives it.
# stopped by: seccomp
# verdict: failed
import ctypes


def attack():
    libc = ctypes.CDLL(None)
    made = libc.shmget(0, 4096, 0o1600)
    return made >= 0 and libc.shmctl(made, 0, None) == 0
