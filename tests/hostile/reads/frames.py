# Walks up the frames of its callers for anything that looks like what is expected.
# stopped by: design
# verdict: failed, error
# fools: naive
import sys


def prize(x):
    frame = sys._getframe()
    while frame:
        for name in ("expected", "answer", "wanted", "solution", "reference", "secret"):
            if name in frame.f_locals:
                found = frame.f_locals[name]
                return found(x) if callable(found) else found
        frame = frame.f_back
