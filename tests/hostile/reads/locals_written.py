# Writes into the local variables of its callers.
# stopped by: design
# verdict: failed, error
# fools: naive
import ctypes
import sys


def prize(x):
    frame, answer = sys._getframe(1), x * 0
    while frame:
        if "expected" in frame.f_locals:
            frame.f_locals["expected"] = answer
            ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), ctypes.c_int(0))
        frame = frame.f_back
    return answer
