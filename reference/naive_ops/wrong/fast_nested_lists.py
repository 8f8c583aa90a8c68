# loses: fast_add_relu
# diagnosis: too_slow
# Loops over lists are quicker than loops over arrays, but still loops.
import numpy as np


def fast_add_relu(x, y):
    z = []
    for r, s in zip(x.tolist(), y.tolist()):
        row = []
        for a, b in zip(r, s):
            total = a + b
            row.append(total if total > 0.0 else 0.0)
        z.append(row)
    return np.array(z)
