# Gives a file outside to somebody else.
# stopped by: seccomp, kernel
# verdict: failed, forbidden
import os


def attack():
    os.chown("@WATCHED@/file.txt", 12345, -1)
    return os.stat("@WATCHED@/file.txt").st_uid == 12345
