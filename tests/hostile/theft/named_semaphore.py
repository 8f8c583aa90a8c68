# Leaves a named semaphore behind, whose value the next one reads.
# stopped by: landlock, scratch
# verdict: failed
# copies: 2
import ctypes

found = None


def attack():
    global found
    libc = ctypes.CDLL(None)
    libc.sem_open.restype = ctypes.c_void_p
    if found is None:
        found = libc.sem_open(b"/@MARK@.trace", 0) is not None
        if not found:
            libc.sem_open(b"/@MARK@.trace", 0o100, 0o600, 7)
    return found
