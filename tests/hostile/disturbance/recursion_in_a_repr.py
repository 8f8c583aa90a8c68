"""A list nested a million times, shown."""
# verdict: error crashed memory timeout

import sys


def calm(x):
    return 2 * x + 1


def storm(x):
    sys.setrecursionlimit(10**9)
    nested = []
    for _ in range(10**6):
        nested = [nested]
    return len(repr(nested))
