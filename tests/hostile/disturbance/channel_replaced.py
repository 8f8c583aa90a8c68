"""Something else in the channel's place."""
# verdict: crashed

import os


def calm(x):
    return 2 * x + 1


def storm(x):
    os.dup2(os.open("/dev/null", os.O_RDWR), 3)
    return 3 * x
