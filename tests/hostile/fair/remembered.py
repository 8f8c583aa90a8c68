# Results kept on disk by joblib.
import joblib
import numpy as np
import sklearn  # noqa: F401  with which joblib comes

memory = joblib.Memory("cache", verbose=0)


@memory.cache
def compute(x):
    return 2 * x + 1


def honest(x):
    assert np.allclose(compute(x), compute(x))
    return compute(x)
