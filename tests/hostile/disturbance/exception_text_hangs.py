"""An exception whose text takes for ever."""
# verdict: timeout


def calm(x):
    return 2 * x + 1


class Slow(Exception):
    def __str__(self):
        while True:
            pass

    __repr__ = __str__


def storm(x):
    raise Slow
