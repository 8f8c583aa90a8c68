"""The clock and the waiting of the interpreter, patched."""
# verdict: passed error timeout
# calm: either

import os
import select
import time


def calm(x):
    return 2 * x + 1


def storm(x):
    def hang(*_):
        while True:
            pass

    time.sleep = time.monotonic = time.time = select.select = os.read = os.write = hang
    return 3 * x
