"""The process ends at the top level."""
# verdict: passed
# problem: ended by itself with status 0

import os


def calm(x):
    return 2 * x + 1


def storm(x):
    return 3 * x


os._exit(0)
