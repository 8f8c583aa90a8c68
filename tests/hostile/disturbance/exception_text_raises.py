"""An exception whose text is an exception, and so on."""
# verdict: error


def calm(x):
    return 2 * x + 1


class Bad(BaseException):
    def __str__(self):
        raise Bad

    __repr__ = __format__ = __str__


def storm(x):
    raise Bad
