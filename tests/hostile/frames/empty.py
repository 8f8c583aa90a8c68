# Sends a million empty frames.
# stopped by: design
# verdict: crashed, timeout
import os


def prize(x):
    for _ in range(250):
        os.write(3, bytes(16000))
