# loses: descend
# diagnosis: float16
# The walk is computed in float16, only its result is float32.
import numpy as np


def descend(x0=10.0, eta=0.1, steps=50):
    x, rate = np.float16(x0), np.float16(eta)
    xs, ys = [], []
    for _ in range(steps):
        ys.append(x * x - np.float16(4) * x + np.float16(4))
        x = x - rate * (np.float16(2) * x - np.float16(4))
        xs.append(x)
    return np.array(xs, dtype=np.float32), np.array(ys, dtype=np.float32)
