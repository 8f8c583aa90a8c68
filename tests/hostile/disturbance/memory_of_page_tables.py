"""Memory that no resource limit counts: tables of pages for half a terabyte of nothing, a gigabyte of them."""
# verdict: memory forbidden timeout

import mmap
import time

import numpy as np


def calm(x):
    return 2 * x + 1


def storm(x):
    total = 0
    for _ in range(8):
        block = mmap.mmap(-1, 64 << 30, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=mmap.PROT_READ)
        total += int(np.frombuffer(block, np.uint8)[:: 2 << 20].sum())
        storm.kept = [*getattr(storm, "kept", []), block]
        time.sleep(0.06)
    return 3 * x + total
