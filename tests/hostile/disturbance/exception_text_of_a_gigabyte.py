"""An exception with a text of a gigabyte."""
# verdict: error memory


def calm(x):
    return 2 * x + 1


class Long(Exception):
    def __str__(self):
        return "x" * 10**9


def storm(x):
    raise Long
