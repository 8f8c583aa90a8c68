# Makes a folder outside.
# stopped by: landlock, scratch
# verdict: forbidden
import os


def attack():
    os.mkdir("@WATCHED@/new")
    return True
