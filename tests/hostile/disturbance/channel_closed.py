"""The channel, closed."""
# verdict: crashed

import os


def calm(x):
    return 2 * x + 1


def storm(x):
    os.close(3)
    return 3 * x
