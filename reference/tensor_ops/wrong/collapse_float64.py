# loses: collapse_affine
# diagnosis: dtype
# float64.
import numpy as np
import tensorflow as tf


def collapse_affine(W1, b1, W2, b2):
    W1, b1, W2, b2 = (np.asarray(t, dtype=np.float64) for t in (W1, b1, W2, b2))
    return W2 @ W1, W2 @ b1 + b2
