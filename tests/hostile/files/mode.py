# Opens a file outside to the world. Landlock does not govern that.
# stopped by: seccomp, scratch
# verdict: failed, forbidden
import os


def attack():
    os.chmod("@WATCHED@/file.txt", 0o777)
    return os.stat("@WATCHED@/file.txt").st_mode & 0o777 == 0o777
