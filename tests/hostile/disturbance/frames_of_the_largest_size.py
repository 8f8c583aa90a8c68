"""Frames as large as a frame may be, each of small numbers in lists."""
# verdict: crashed failed timeout

import os
import struct


def calm(x):
    return 2 * x + 1


def storm(x):
    content = b"\x93\xa6answer\x01" + b"\xdd\x00\xf0\x00\x00" + bytes(0xF00000)
    frame = memoryview(struct.pack(">I", len(content)) + content)
    while True:
        rest = frame
        while rest:
            rest = rest[os.write(3, rest) :]
