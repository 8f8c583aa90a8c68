# Signals every process that it can.
# stopped by: landlock, seccomp
# verdict: forbidden
import os


def attack():
    os.kill(-1, 0)
    return True
