# Gives a file outside a second name in its own folder.
# stopped by: landlock, scratch
# verdict: error, forbidden
import os


def attack():
    os.link("@WATCHED@/file.txt", "mine.txt")
    with open("mine.txt") as file:
        return file.read()
