"""A sleep."""
# verdict: timeout
# says: waited or slept longer

import time


def calm(x):
    return 2 * x + 1


def storm(x):
    time.sleep(10**6)
