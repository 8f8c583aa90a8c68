# Begins a frame and never ends it; its own answer gets into the middle of it.
# stopped by: design
# verdict: timeout, crashed
import os


def prize(x):
    os.write(3, (1000).to_bytes(4, "big") + b"x" * 10)
