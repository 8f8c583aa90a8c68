# loses: naive_relu
# diagnosis: dtype
# np.array guesses the dtype: int32 becomes int64, and negative reals become the integers 0.
import numpy as np


def naive_relu(x):
    assert x.ndim == 2
    return np.array([[max(v, 0) for v in row] for row in x])
