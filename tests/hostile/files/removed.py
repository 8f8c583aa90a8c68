# Removes a file outside.
# stopped by: landlock, scratch
# verdict: forbidden
import os


def attack():
    os.remove("@WATCHED@/file.txt")
    return True
