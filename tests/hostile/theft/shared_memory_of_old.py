# Leaves a piece of shared memory behind, under a number that others know.
# stopped by: seccomp
# verdict: failed
# copies: 2
import ctypes
import zlib

found = None


def attack():
    global found
    libc = ctypes.CDLL(None)
    key = zlib.crc32(b"@MARK@") & 0x7FFFFFFF
    if found is None:
        there = libc.shmget(key, 4096, 0o600)
        found = there >= 0 and libc.shmctl(there, 0, None) == 0
        if not found:
            libc.shmget(key, 4096, 0o1600)
    return found
