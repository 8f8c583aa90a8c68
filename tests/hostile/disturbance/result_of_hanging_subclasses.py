"""A list, a dict, a text and a number of own classes whose methods sleep."""
# verdict: failed timeout

import time


def calm(x):
    return 2 * x + 1


def hang(*_):
    time.sleep(10**6)


NAMES = "__iter__ __len__ __getitem__ __str__ __repr__ __int__ __index__ __float__ items keys values real".split()


def sleepy(base):
    return type("Sleepy", (base,), dict.fromkeys(NAMES, hang))


def storm(x):
    return [sleepy(list)([1, 2]), sleepy(str)("x"), sleepy(int)(3), sleepy(float)(4.0), sleepy(dict)(a=1)]
