# Sends a frame that is nested a hundred thousand deep.
# stopped by: design
# verdict: crashed
import os


def prize(x):
    body = b"\x91" * 100_000 + b"\xc0"
    os.write(3, len(body).to_bytes(4, "big") + body)
