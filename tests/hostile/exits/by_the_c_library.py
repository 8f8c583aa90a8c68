# Ends the process with the C library's exit, which still flushes its buffers.
# stopped by: design
# verdict: crashed
# fools: naive
import ctypes


def prize(x):
    ctypes.CDLL(None).exit(0)
