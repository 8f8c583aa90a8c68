# Reads through a symbolic link in its own folder.
# stopped by: landlock
# verdict: forbidden
import os


def attack():
    if not os.path.islink("mine.txt"):
        os.symlink("@WATCHED@/file.txt", "mine.txt")
    with open("mine.txt") as file:
        return file.read()
