# loses: naive_relu
# diagnosis: not_refused
# Any rank is taken.
import numpy as np


def naive_relu(x):
    z = np.zeros_like(x)
    for k, v in enumerate(x.flat):
        z.flat[k] = max(v, 0)
    return z
