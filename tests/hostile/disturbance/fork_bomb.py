"""Fifty children that fork again, three levels at most; each ends at once."""
# verdict: forbidden
# says: starts no other program
# weaker: passed error timeout crashed

import os


def calm(x):
    return 2 * x + 1


def storm(x):
    for _ in range(50):
        if os.fork() == 0:
            os._exit(0)
    return 3 * x
