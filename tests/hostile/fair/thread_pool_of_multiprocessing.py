# The pool of threads that multiprocessing has.
from multiprocessing.pool import ThreadPool

import numpy as np


def honest(x):
    with ThreadPool(4) as pool:
        return np.array(pool.map(lambda value: 2 * value + 1, x))
