"""os._exit with a good status."""
# verdict: crashed
# says: status 0

import os


def calm(x):
    return 2 * x + 1


def storm(x):
    os._exit(0)
