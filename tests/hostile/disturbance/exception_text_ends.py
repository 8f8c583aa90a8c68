"""An exception whose text ends the process."""
# verdict: crashed

import os


def calm(x):
    return 2 * x + 1


class Last(Exception):
    def __str__(self):
        os._exit(0)


def storm(x):
    raise Last
