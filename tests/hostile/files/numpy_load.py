# Maps an array's file into memory.
# stopped by: landlock
# verdict: forbidden
import numpy as np


def attack():
    return np.load("@WATCHED@/array.npy", mmap_mode="r").size
