# Signals the process that it was forked from.
# stopped by: landlock, seccomp
# verdict: forbidden
import os


def attack():
    os.kill(os.getppid(), 0)
    return True
