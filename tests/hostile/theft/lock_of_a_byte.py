# Looks whether somebody else holds a lock on a byte of a device that all may write to: one bit for every number.
# stopped by: seccomp
# verdict: failed, forbidden
import fcntl
import os


def attack():
    with open("/dev/null", "r+b", buffering=0) as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, int("@LOCKED@"), os.SEEK_SET)
        except BlockingIOError:
            return True
