"""A frame of sixteen megabytes, a byte at a time."""
# verdict: timeout

import os
import struct
import time


def calm(x):
    return 2 * x + 1


def storm(x):
    os.write(3, struct.pack(">I", 16 << 20))
    while True:
        os.write(3, b"x")
        time.sleep(0)
