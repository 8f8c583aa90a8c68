"""Reading a pipe that nobody writes to."""
# verdict: timeout
# says: waited or slept longer

import os


def calm(x):
    return 2 * x + 1


def storm(x):
    return os.read(os.pipe()[0], 1)
