# Writes an array outside.
# stopped by: landlock, scratch
# verdict: forbidden
import numpy as np


def attack():
    np.save("@WATCHED@/new.npy", np.ones(3))
    return True
