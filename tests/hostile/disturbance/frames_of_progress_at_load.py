"""Well-formed reports of progress without end at the top level."""
# verdict: passed missing crashed
# problem: no answer
# calm: either

import os


def calm(x):
    return 2 * x + 1


def storm(x):
    return 3 * x


while True:
    os.write(3, b"\x00\x00\x00\x0c\x93\xa2at\x01\xa6line 1")
