# Changes small numbers and the truth itself in memory. (Of a copy: the real ones would end its own process.)
# stopped by: design
# verdict: failed, error, crashed
# honest: lost
import ctypes


def prize(x):
    number = 257 - 250
    ctypes.c_long.from_address(id(number) + 24).value = 8
    return number
