"""Garbage on the channel before the answer."""
# verdict: crashed
# says: no answer

import os


def calm(x):
    return 2 * x + 1


def storm(x):
    os.write(3, b"\xff" * 100)
    return 3 * x
