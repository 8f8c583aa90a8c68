"""Half a frame, then silence."""
# verdict: timeout
# says: waited or slept longer

import os
import time


def calm(x):
    return 2 * x + 1


def storm(x):
    os.write(3, b"\x00\x00\x10\x00half a frame")
    time.sleep(10**6)
