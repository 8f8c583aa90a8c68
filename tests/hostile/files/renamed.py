# Gives a file outside another name.
# stopped by: landlock, scratch
# verdict: forbidden, error
import os


def attack():
    os.rename("@WATCHED@/file.txt", "@WATCHED@/other.txt")
    return True
