"""The decimal digits of a large integer, which take quadratic time."""
# verdict: timeout
# says: used more CPU time

import sys


def calm(x):
    return 2 * x + 1


def storm(x):
    sys.set_int_max_str_digits(0)
    return len(str(1 << 30_000_000))
