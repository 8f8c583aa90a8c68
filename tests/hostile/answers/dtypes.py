# Answers with arrays of types that cannot travel.
# stopped by: design
# verdict: failed
import numpy as np


def prize(x):
    big = x.astype(">f8")
    return [big, x.astype(np.longdouble), x.astype("S8"), x.astype("U8"), x.astype("V8"), x.astype(np.complex256)]
