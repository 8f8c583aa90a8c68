# Answers with complex numbers of which some part is right and another not.
# stopped by: design
# verdict: failed
import numpy as np


def prize(x):
    return np.cumsum(x)[::-1] + 1j * np.nan
