# Puts its output in the place of the channel.
# stopped by: design
# verdict: crashed, timeout
import os


def prize(x):
    os.dup2(1, 3)
    return x
