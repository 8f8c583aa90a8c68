"""Well-formed reports of progress without end, while nothing is loaded."""
# verdict: crashed
# says: no answer

import os


def calm(x):
    return 2 * x + 1


FRAME = b"\x00\x00\x00\x0c\x93\xa2at\x01\xa6line 1"


def storm(x):
    while True:
        os.write(3, FRAME)
