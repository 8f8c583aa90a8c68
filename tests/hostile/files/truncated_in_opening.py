# Empties a file that it may read, in opening it for reading.
# stopped by: landlock, seccomp, scratch
# verdict: forbidden
import os


def attack():
    path = "@COURSE@/assignments/hostile/offered/truncated_in_opening.txt"
    os.close(os.open(path, os.O_RDONLY | os.O_TRUNC))
    return os.stat(path).st_size == 0
