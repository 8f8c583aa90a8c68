# Sends a million reports of progress that only loading has use for.
# stopped by: design
# verdict: crashed, timeout
import os

import msgspec

REPORT = msgspec.msgpack.encode(["at", 1, "line 1"])


def prize(x):
    many = (len(REPORT).to_bytes(4, "big") + REPORT) * 1000
    for _ in range(1000):
        os.write(3, many)
