# Sends answers before it is asked, for numbers that it guesses.
# stopped by: design
# verdict: crashed, error, failed, missing
import os

import msgspec

answer = msgspec.msgpack.encode({"value": True, "calls": []})
for number in range(100):
    body = msgspec.msgpack.encode(["answer", number, [answer, answer]])
    os.write(3, len(body).to_bytes(4, "big") + body)
