"""A function that calls itself, the limit of recursion taken away."""
# verdict: memory crashed timeout

import sys


def calm(x):
    return 2 * x + 1


def storm(x):
    sys.setrecursionlimit(10**9)
    return storm(x) + 1
