# Says that it is loaded while it still is not, and answers the questions that come then itself.
# stopped by: design
# honest: lost
# verdict: failed, crashed, missing, error
import os

import msgspec


def send(*parts):
    body = msgspec.msgpack.encode(parts)
    os.write(3, len(body).to_bytes(4, "big") + body)


def exactly(size):
    data = b""
    while len(data) < size:
        part = os.read(3, size - len(data))
        if not part:
            os._exit(0)
        data += part
    return data


def answer_everything():
    send("loaded", [], 1000)
    while True:
        probe = msgspec.msgpack.decode(exactly(int.from_bytes(exactly(4), "big")))
        value = msgspec.msgpack.encode({"value": 0.0 if probe["part"] == "prize" else None, "calls": []})
        send("answer", probe["number"], [value] * probe["cases"])


answer_everything()
