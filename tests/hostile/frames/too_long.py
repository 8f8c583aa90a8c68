# Announces a frame of four gigabytes.
# stopped by: design
# verdict: crashed
import os


def prize(x):
    os.write(3, b"\xff\xff\xff\xff")
