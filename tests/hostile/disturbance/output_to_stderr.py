"""Bytes without end on stderr, no line ever ended."""
# verdict: timeout

import os


def calm(x):
    return 2 * x + 1


def storm(x):
    content = b"\x1b]0;x" * 20_000
    while True:
        os.write(2, content)
