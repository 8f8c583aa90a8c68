"""Small files without end."""
# verdict: error memory timeout

import os


def calm(x):
    return 2 * x + 1


def storm(x):
    for number in range(200_000):
        os.close(os.open(f"{number:x}", os.O_CREAT))
    return 3 * x
