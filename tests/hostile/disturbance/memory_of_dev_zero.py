"""Memory that no resource limit counts: /dev/zero, mapped and shared."""
# verdict: memory forbidden timeout

import mmap
import os
import time


def calm(x):
    return 2 * x + 1


def storm(x):
    zero = os.open("/dev/zero", os.O_RDWR)
    blocks = []
    for _ in range(16):
        block = mmap.mmap(zero, 64 << 20, flags=mmap.MAP_SHARED)
        block[:] = b"x" * len(block)
        blocks.append(block)
        time.sleep(0.02)
    return 3 * x
