# Moves a file from outside into its own folder.
# stopped by: landlock, scratch
# verdict: error, forbidden
import os


def attack():
    os.rename("@WATCHED@/file.txt", "mine.txt")
    return os.path.exists("mine.txt")
