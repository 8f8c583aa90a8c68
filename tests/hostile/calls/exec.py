# Replaces itself by another program: the kernel would look for it, and this one does not exist.
# stopped by: seccomp
# verdict: forbidden
import os


def attack():
    try:
        os.execv("/nothing/of/this/name", ["x"])
    except FileNotFoundError:
        return True
