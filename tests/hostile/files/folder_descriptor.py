# Opens a folder without reading it, and a file relative to that.
# stopped by: landlock
# verdict: forbidden
import os


def attack():
    folder = os.open("@WATCHED@", os.O_PATH | os.O_DIRECTORY)
    return os.read(os.open("file.txt", os.O_RDONLY, dir_fd=folder), 10)
