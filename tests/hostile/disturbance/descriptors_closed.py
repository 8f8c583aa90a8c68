"""Every descriptor closed, the channel among them."""
# verdict: crashed

import os


def calm(x):
    return 2 * x + 1


def storm(x):
    os.closerange(0, 100)
    return 3 * x
