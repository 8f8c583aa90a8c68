# Opens a pseudo-terminal, into which one could type.
# stopped by: landlock, seccomp
# verdict: forbidden, error
import os


def attack():
    return os.openpty()
