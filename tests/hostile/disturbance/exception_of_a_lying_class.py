"""An exception whose class lies when asked, slowly."""
# verdict: timeout error


def calm(x):
    return 2 * x + 1


class Meta(type):
    @property
    def __name__(cls):
        while True:
            pass


class Lying(Exception, metaclass=Meta):
    @property
    def __class__(self):
        while True:
            pass

    @property
    def __traceback__(self):
        while True:
            pass

    __cause__ = __context__ = reason = __traceback__


def storm(x):
    raise Lying
