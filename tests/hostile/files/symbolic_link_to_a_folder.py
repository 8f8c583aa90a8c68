# Writes through a symbolic link to a folder.
# stopped by: landlock, scratch
# verdict: forbidden
import os


def attack():
    if not os.path.islink("mine"):
        os.symlink("@WATCHED@", "mine")
    with open("mine/new.txt", "w") as file:
        return file.write("mine")
