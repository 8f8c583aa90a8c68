# Reads what a shell prints.
# stopped by: landlock, seccomp
# verdict: forbidden
import os


def attack():
    return os.popen("echo hello").read()
