# loses: diverges
# In float32 the walk ends in NaN, and a comparison with NaN is false.
import numpy as np


def diverges(eta, x0=10.0, steps=50):
    x = np.float32(x0)
    with np.errstate(all="ignore"):
        for _ in range(steps):
            x = x - np.float32(eta) * (2 * x - 4)
    return bool(abs(x - 2) > abs(x0 - 2))
