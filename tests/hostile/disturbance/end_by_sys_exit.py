"""sys.exit with a good status."""
# verdict: error
# says: ends the program

import sys


def calm(x):
    return 2 * x + 1


def storm(x):
    sys.exit(0)
