"""A warning in every call, none of them held back."""
# verdict: passed timeout

import sys
import warnings


def calm(x):
    return 2 * x + 1


def storm(x):
    warnings.simplefilter("always")
    for number in range(2000):
        warnings.warn(f"warning {number}" * 100, stacklevel=1)
        print(number, file=sys.stderr)
    return 3 * x
