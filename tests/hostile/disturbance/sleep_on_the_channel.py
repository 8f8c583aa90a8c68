"""Reading what the grader sends: the next question never reaches the one who should answer it."""
# verdict: timeout
# says: waited or slept longer

import os


def calm(x):
    return 2 * x + 1


def storm(x):
    return os.read(3, 1)
