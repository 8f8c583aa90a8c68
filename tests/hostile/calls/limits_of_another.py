# Looks at the limits of the process that it was forked from.
# stopped by: seccomp, kernel
# verdict: forbidden
import os
import resource


def attack():
    return resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE)
