"""Files that nobody sees any more and that still take room."""
# verdict: error memory
# weaker: passed timeout

import os


def calm(x):
    return 2 * x + 1


def storm(x):
    for number in range(60):
        descriptor = os.open(f"file-{number}", os.O_CREAT | os.O_RDWR)
        os.unlink(f"file-{number}")
        os.write(descriptor, bytes(4 << 20))
    return 3 * x
