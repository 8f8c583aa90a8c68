"""A trace function that takes its time at every line."""
# verdict: timeout

import sys
import time


def calm(x):
    return 2 * x + 1


def storm(x):
    def trace(*_):
        time.sleep(0.001)
        return trace

    sys.settrace(trace)
    while True:
        x = 3 * x
