"""stdout and stderr are closed and something is printed."""
# verdict: passed error

import os


def calm(x):
    return 2 * x + 1


def storm(x):
    os.close(1)
    os.close(2)
    print("x", flush=True)
    return 3 * x
