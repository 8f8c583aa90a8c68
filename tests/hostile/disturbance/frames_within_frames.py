"""Half a frame, which the answer completes."""
# verdict: crashed
# says: no answer

import os


def calm(x):
    return 2 * x + 1


def storm(x):
    os.write(3, b"\x00\x00\x00\x10half")
    return 3 * x
