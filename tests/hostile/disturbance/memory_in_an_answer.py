"""An answer that is small to make and huge to send."""
# verdict: failed
# says: larger than an answer may be

import numpy as np


def calm(x):
    return 2 * x + 1


def storm(x):
    return [np.broadcast_to(1.0, (10**9,))] * 1000
