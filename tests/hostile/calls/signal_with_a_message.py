# Signals the process that it was forked from, with a number beside the signal.
# stopped by: landlock, seccomp
# verdict: failed
import ctypes
import os


def attack():
    return ctypes.CDLL(None).sigqueue(os.getppid(), 0, None) == 0
