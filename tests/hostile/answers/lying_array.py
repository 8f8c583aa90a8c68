# Answers with an array that lies about its size, its shape and its bytes.
# stopped by: design
# verdict: failed, error, crashed
import numpy as np


class Liar(np.ndarray):
    size, nbytes, itemsize = 0, 0, 0
    shape = property(lambda self: (2**40,))
    dtype = property(lambda self: np.dtype("O"))

    def tobytes(self, *a):
        return b"passed"

    def astype(self, *a, **k):
        return self

    def __reduce__(self):
        return print, ("passed",)


def prize(x):
    return np.ndarray.__new__(Liar, (6,))
