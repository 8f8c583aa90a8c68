"""The channel, closed; the process lives on."""
# verdict: crashed

import os
import time


def calm(x):
    return 2 * x + 1


def storm(x):
    os.close(3)
    time.sleep(1000)
