# Signals whoever started all this.
# stopped by: landlock, seccomp
# verdict: forbidden
import os


def attack():
    os.kill(int("@PID@"), 0)
    return True
