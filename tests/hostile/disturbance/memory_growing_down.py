"""A mapping that grows like a stack, which no resource limit counts."""
# verdict: forbidden memory error

import mmap


def calm(x):
    return 2 * x + 1


def storm(x):
    grows_down = 0x100
    block = mmap.mmap(-1, 1 << 30, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | grows_down)
    for place in range(0, len(block), 4096):
        block[place] = 1
    return 3 * x
