# Opens a file that it may read for writing, and empties it.
# stopped by: landlock, scratch
# verdict: forbidden
import os


def attack():
    with open("offered/truncated_by_descriptor.txt", "r+") as file:
        file.truncate(0)
    return os.stat("offered/truncated_by_descriptor.txt").st_size == 0
