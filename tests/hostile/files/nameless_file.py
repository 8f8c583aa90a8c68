# Makes a file without a name on a file system outside, where it takes room.
# stopped by: landlock, scratch
# verdict: forbidden, error
import os


def attack():
    return os.write(os.open("@WATCHED@", os.O_TMPFILE | os.O_RDWR), b"x" * 1000)
