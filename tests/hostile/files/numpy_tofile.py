# Writes over an array's file in C.
# stopped by: landlock, scratch
# verdict: forbidden
import numpy as np


def attack():
    np.ones(3).tofile("@WATCHED@/array.npy")
    return True
