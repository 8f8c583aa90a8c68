# Hangs an extended attribute on a file outside.
# stopped by: seccomp, scratch
# verdict: forbidden
import os


def attack():
    os.setxattr("@WATCHED@/file.txt", "user.mine", b"mine")
    return os.getxattr("@WATCHED@/file.txt", "user.mine")
