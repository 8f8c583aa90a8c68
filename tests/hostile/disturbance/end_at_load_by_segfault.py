"""The process dies at the top level."""
# verdict: passed
# problem: segmentation fault

import ctypes


def calm(x):
    return 2 * x + 1


def storm(x):
    return 3 * x


ctypes.string_at(0)
