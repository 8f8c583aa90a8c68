"""A mapped file that is cut short beneath its reader."""
# verdict: crashed
# says: SIGBUS

import mmap


def calm(x):
    return 2 * x + 1


def storm(x):
    with open("file", "wb+") as file:
        file.truncate(1 << 20)
        block = mmap.mmap(file.fileno(), 1 << 20)
        file.truncate(0)
    return block[0]
