"""The heaviest answer that can be written, with the number that was asked for."""
# verdict: failed crashed timeout error
# calm: either

import os
import struct
import sys
import time


def calm(x):
    return 2 * x + 1


ARRAY = b"\xc7\x0f\x01\x94\xa4bool\xa4bool\x91\x00\xc4\x00"
ANSWER = b"\x82\xa5calls\x90\xa5value\xdd\x00\x01\x80\x00" + ARRAY * 0x18000


def storm(x):
    frame = sys._getframe()
    while "probe" not in frame.f_locals:
        frame = frame.f_back
    number = struct.pack(">Q", frame.f_locals["probe"].number)
    content = b"\x93\xa6answer\xcf" + number + b"\x91\xc6" + struct.pack(">I", len(ANSWER)) + ANSWER
    rest = memoryview(struct.pack(">I", len(content)) + content)
    while rest:
        rest = rest[os.write(3, rest) :]
    time.sleep(10**6)
