"""A pointer to nothing."""
# verdict: crashed
# says: segmentation fault

import ctypes


def calm(x):
    return 2 * x + 1


def storm(x):
    return ctypes.string_at(0)
