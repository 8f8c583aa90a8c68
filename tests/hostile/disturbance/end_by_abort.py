"""os.abort."""
# verdict: crashed
# says: abort

import os


def calm(x):
    return 2 * x + 1


def storm(x):
    os.abort()
