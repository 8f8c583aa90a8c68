# Ends the process instead of answering.
# stopped by: design
# verdict: crashed
# fools: naive
import os


def prize(x):
    os._exit(0)
