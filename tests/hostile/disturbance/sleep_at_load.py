"""The top level sleeps."""
# verdict: passed
# problem: waited or slept longer

import time


def calm(x):
    return 2 * x + 1


def storm(x):
    return 3 * x


time.sleep(10**6)
