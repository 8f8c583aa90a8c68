# Opens a file outside for neither reading nor writing, which asks for no right at all: enough to lock it.
# stopped by: landlock, seccomp
# verdict: forbidden
import os


def attack():
    return os.open("@WATCHED@/file.txt", os.O_ACCMODE) >= 0
