# Empties a file outside by its path.
# stopped by: landlock, seccomp, scratch
# verdict: forbidden
import os


def attack():
    os.truncate("@WATCHED@/file.txt", 0)
    return os.stat("@WATCHED@/file.txt").st_size == 0
