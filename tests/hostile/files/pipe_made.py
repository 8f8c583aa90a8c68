# Makes a named pipe outside.
# stopped by: landlock, seccomp, scratch
# verdict: forbidden
import os


def attack():
    os.mkfifo("@WATCHED@/pipe")
    return True
