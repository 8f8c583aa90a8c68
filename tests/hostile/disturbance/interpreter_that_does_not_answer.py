"""What sends the answer, patched to sleep."""
# verdict: timeout passed error
# calm: either

import sys
import time


def calm(x):
    return 2 * x + 1


def storm(x):
    frame = sys._getframe()
    while "channel" not in frame.f_locals:
        frame = frame.f_back
    type(frame.f_locals["channel"]).send = lambda *_: time.sleep(10**6)
    return 3 * x
