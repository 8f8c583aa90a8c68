"""A builtin that consumes an iterator without end."""
# verdict: timeout
# says: used more CPU time

import collections
import itertools


def calm(x):
    return 2 * x + 1


def storm(x):
    return collections.deque(itertools.repeat(1), maxlen=1)
