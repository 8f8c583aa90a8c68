# Sends a frame that claims to hold four billion values.
# stopped by: design
# verdict: crashed
import os


def prize(x):
    body = b"\xdd\xff\xff\xff\xff"
    os.write(3, len(body).to_bytes(4, "big") + body)
