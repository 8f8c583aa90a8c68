"""Garbage on the channel at the top level."""
# verdict: passed
# problem: no answer

import os


def calm(x):
    return 2 * x + 1


def storm(x):
    return 3 * x


os.write(3, b"\xff" * 100)
