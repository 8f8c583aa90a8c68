# Reads a file with NumPy, which opens it in C.
# stopped by: landlock
# verdict: forbidden
import numpy as np


def attack():
    return np.fromfile("@WATCHED@/file.txt", dtype=np.uint8).size
