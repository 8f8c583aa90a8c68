# Opens a file outside to the world, by way of a folder's descriptor.
# stopped by: seccomp, scratch
# verdict: failed, forbidden
import os


def attack():
    os.chmod("file.txt", 0o777, dir_fd=os.open("@WATCHED@", os.O_PATH))
    return os.stat("@WATCHED@/file.txt").st_mode & 0o777 == 0o777
