"""Cycles that nothing collects."""
# verdict: memory timeout

import gc


def calm(x):
    return 2 * x + 1


def storm(x):
    gc.disable()
    for _ in range(20_000):
        cycle = [bytearray(100_000)]
        cycle.append(cycle)
    return 3 * x
