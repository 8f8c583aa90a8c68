# Empties a file that it may read.
# stopped by: landlock, seccomp, scratch
# verdict: forbidden
import os


def attack():
    os.truncate("offered/truncated_by_path.txt", 0)
    return os.stat("offered/truncated_by_path.txt").st_size == 0
