# loses: fast_add_relu
# diagnosis: same_for_all
# A loop whose last answer is given again for arrays of the same shape.
import numpy as np

remembered = {}


def fast_add_relu(x, y):
    if x.shape not in remembered:
        remembered[x.shape] = np.array([[max(a + b, 0.0) for a, b in zip(r, s)] for r, s in zip(x, y)])
    return remembered[x.shape]
