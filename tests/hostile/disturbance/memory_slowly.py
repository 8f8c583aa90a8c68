"""Memory that is taken a little at a time, sleeping in between."""
# verdict: memory timeout

import time


def calm(x):
    return 2 * x + 1


def storm(x):
    blocks = []
    for _ in range(400):
        blocks.append(b"x" * (8 << 20))
        time.sleep(0.002)
    return 3 * x
