# Moves a file of its own over one outside.
# stopped by: landlock, scratch
# verdict: error, forbidden
import os


def attack():
    with open("mine.txt", "w") as file:
        file.write("mine")
    os.replace("mine.txt", "@WATCHED@/file.txt")
    return os.stat("@WATCHED@/file.txt").st_size == 4
