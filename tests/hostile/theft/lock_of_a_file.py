# Looks whether somebody else holds a lock on a file that all may read.
# stopped by: seccomp
# verdict: failed, forbidden
import fcntl


def attack():
    with open("@SITE@/version.py") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
