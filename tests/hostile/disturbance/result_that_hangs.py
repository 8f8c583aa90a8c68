"""A result whose every method sleeps."""
# verdict: failed timeout

import time


def calm(x):
    return 2 * x + 1


class Sleepy:
    def __getattr__(self, name):
        time.sleep(10**6)

    __array__ = __iter__ = __len__ = __float__ = __int__ = __repr__ = __bool__ = __hash__ = lambda *_: time.sleep(10**6)


def storm(x):
    return Sleepy()
