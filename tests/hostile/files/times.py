# Changes when a file outside was last changed, by which the newer of two hand-ins is told.
# stopped by: seccomp, scratch
# verdict: failed, forbidden
import os


def attack():
    os.utime("@WATCHED@/file.txt", (4e9, 4e9))
    return os.stat("@WATCHED@/file.txt").st_mtime == 4e9
