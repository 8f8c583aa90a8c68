# Sends arrays whose bytes do not fit their shapes, in an answer that bears the right number.
# stopped by: design
# verdict: failed, crashed
import os
import sys

import msgspec


def prize(x):
    frame = sys._getframe()
    while "probe" not in frame.f_locals:
        frame = frame.f_back
    probe = frame.f_locals["probe"]
    parts = msgspec.msgpack.encode(["float64", "float64", [2**31, 2**31], b"12345678"])
    value = msgspec.msgpack.encode({"value": msgspec.msgpack.Ext(1, parts), "calls": []})
    body = msgspec.msgpack.encode(["answer", probe.number, [value] * probe.cases])
    os.write(3, len(body).to_bytes(4, "big") + body)
    os._exit(0)
