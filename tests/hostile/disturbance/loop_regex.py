"""A regular expression that backtracks for years."""
# verdict: timeout
# says: used more CPU time

import re


def calm(x):
    return 2 * x + 1


def storm(x):
    return re.match(r"(a+)+$", "a" * 60 + "b")
