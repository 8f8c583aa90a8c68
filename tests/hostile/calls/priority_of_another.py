# Slows down the process that it was forked from.
# stopped by: seccomp, kernel
# verdict: failed, forbidden
import os


def attack():
    parent = os.getppid()
    before = os.getpriority(os.PRIO_PROCESS, parent)
    os.setpriority(os.PRIO_PROCESS, parent, before + 1)
    return os.getpriority(os.PRIO_PROCESS, parent) == before + 1
