"""An exception with a text of a hundred million words."""
# verdict: error memory timeout crashed


def calm(x):
    return 2 * x + 1


class Long(Exception):
    def __str__(self):
        return "x " * 50_000_000


def storm(x):
    raise Long
