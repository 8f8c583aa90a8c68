# Sends more frames after its last answer, for the checks to come.
# stopped by: design
# verdict: crashed, failed
import os
import threading
import time

import msgspec

BODY = msgspec.msgpack.encode(["answer", 1, [b"\xc0"]])


def more():
    time.sleep(0.002)
    os.write(3, (len(BODY).to_bytes(4, "big") + BODY) * 50)


def prize(x):
    threading.Thread(target=more).start()
    return x
