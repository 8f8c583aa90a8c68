"""Memory that no resource limit counts: a shared mapping."""
# verdict: memory forbidden
# weaker: timeout

import mmap


def calm(x):
    return 2 * x + 1


def storm(x):
    block = mmap.mmap(-1, 1 << 30)
    for place in range(0, len(block), 4096):
        block[place] = 1
    return 3 * x
