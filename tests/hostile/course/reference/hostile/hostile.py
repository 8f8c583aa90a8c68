"""The solution."""

import numpy as np


def honest(x):
    ### BEGIN SOLUTION
    return 2 * x + 1
    ### END SOLUTION


def prize(x):
    ### BEGIN SOLUTION
    return np.cumsum(x)[::-1]
    ### END SOLUTION


def fast_total(x):
    ### BEGIN SOLUTION
    return x.sum()
    ### END SOLUTION


def careful(x):
    ### BEGIN SOLUTION
    return np.sort(x)
    ### END SOLUTION


def naive_total(x):
    ### BEGIN SOLUTION
    total = 0.0
    for number in x:
        total += number
    return total
    ### END SOLUTION
