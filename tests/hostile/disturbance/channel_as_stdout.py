"""Everything that is printed goes into the channel."""
# verdict: crashed
# says: no answer

import os


def calm(x):
    return 2 * x + 1


def storm(x):
    os.dup2(3, 1)
    print("x" * 100, flush=True)
    return 3 * x
