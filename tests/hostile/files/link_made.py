# Makes a symbolic link outside.
# stopped by: landlock, scratch
# verdict: forbidden
import os


def attack():
    os.symlink("/", "@WATCHED@/link")
    return True
