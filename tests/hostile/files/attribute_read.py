# Reads what somebody has noted in an extended attribute of a file that it may not open.
# stopped by: seccomp
# verdict: forbidden, error
import os


def attack():
    return os.getxattr("@WATCHED@/file.txt", "user.note")
