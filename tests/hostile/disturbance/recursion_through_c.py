"""Recursion through C, the limit taken away: it overflows the stack."""
# verdict: crashed memory

import functools
import sys


def calm(x):
    return 2 * x + 1


def storm(x):
    sys.setrecursionlimit(10**9)
    return functools.reduce(lambda a, b: storm(x), [1, 2])
