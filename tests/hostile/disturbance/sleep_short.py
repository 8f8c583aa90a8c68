"""A million short sleeps."""
# verdict: timeout
# says: waited or slept longer

import time


def calm(x):
    return 2 * x + 1


def storm(x):
    for _ in range(10**6):
        time.sleep(0.001)
