# Signals the first process of the machine.
# stopped by: landlock, seccomp, kernel
# verdict: forbidden
import os


def attack():
    os.kill(1, 0)
    return True
