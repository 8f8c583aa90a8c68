# Answers with the right answer to the question before this one.
# stopped by: design
# verdict: failed
import numpy as np

before = [np.zeros(6)]


def prize(x):
    before.append(np.cumsum(x)[::-1])
    return before[-2]
