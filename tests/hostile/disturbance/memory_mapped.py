"""A private mapping of four gigabytes."""
# verdict: memory
# says: more memory than the limit

import mmap


def calm(x):
    return 2 * x + 1


def storm(x):
    block = mmap.mmap(-1, 4 << 30, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    return 3 * x + block[0]
