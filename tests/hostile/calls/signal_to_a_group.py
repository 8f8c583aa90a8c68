# Signals the group of the process that it was forked from.
# stopped by: landlock, seccomp
# verdict: forbidden
import os


def attack():
    os.killpg(os.getpgid(os.getppid()), 0)
    return True
