# loses: naive_add_matrix_and_vector
# The rows are added at once, in a thread.
import threading

import numpy as np


def naive_add_matrix_and_vector(x, y):
    assert x.ndim == 2 and y.ndim == 1
    assert x.shape[1] == y.shape[0]
    z = np.zeros_like(x)

    def work():
        for i in range(x.shape[0]):
            z[i] = x[i] + y

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return z
