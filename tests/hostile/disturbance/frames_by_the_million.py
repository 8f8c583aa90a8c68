"""A million well-formed answers on the channel."""
# verdict: crashed
# says: no answer

import os


def calm(x):
    return 2 * x + 1


FRAME = b"\x00\x00\x00\x0d\x93\xa6answer\x01\x91\xc4\x01x"


def storm(x):
    for _ in range(1000):
        os.write(3, FRAME * 1000)
    return 3 * x
