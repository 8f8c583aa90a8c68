"""Room that is reserved and never written to."""
# verdict: error forbidden memory
# weaker: passed

import os


def calm(x):
    return 2 * x + 1


def storm(x):
    for number in range(60):
        descriptor = os.open(f"file-{number}", os.O_CREAT | os.O_RDWR)
        os.posix_fallocate(descriptor, 0, 8 << 20)
    return 3 * x
