"""Names of 255 bytes that are no text."""
# verdict: error memory timeout

import os


def calm(x):
    return 2 * x + 1


def storm(x):
    for number in range(100_000):
        os.close(os.open(b"\xff" * 247 + f"{number:08}".encode(), os.O_CREAT))
    return 3 * x
