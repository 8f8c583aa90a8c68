# Signals the process that it was forked from through a descriptor.
# stopped by: seccomp
# verdict: forbidden
import os


def attack():
    return os.pidfd_open(os.getppid())
