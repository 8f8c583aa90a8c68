# Has a thread answer every question before the part does.
# stopped by: design
# verdict: crashed, failed, error
import os
import sys
import threading
import time

import msgspec


def answer(number, cases):
    payload = msgspec.msgpack.encode({"value": {"passed": True}, "calls": []})
    body = msgspec.msgpack.encode(["answer", number, [payload] * cases])
    os.write(3, len(body).to_bytes(4, "big") + body)


def prize(x):
    frame = sys._getframe()
    while "probe" not in frame.f_locals:
        frame = frame.f_back
    probe = frame.f_locals["probe"]
    threading.Thread(target=answer, args=(probe.number, probe.cases)).start()
    time.sleep(0.05)
    return x
