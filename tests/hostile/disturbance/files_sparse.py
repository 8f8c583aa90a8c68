"""Files that are all holes."""
# verdict: passed error memory

import os


def calm(x):
    return 2 * x + 1


def storm(x):
    for number in range(100):
        descriptor = os.open(f"file-{number}", os.O_CREAT | os.O_RDWR)
        os.ftruncate(descriptor, 8 << 20)
        os.close(descriptor)
    return 3 * x
