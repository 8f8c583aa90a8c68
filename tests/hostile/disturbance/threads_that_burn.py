"""Sixteen threads that each use a processor with the interpreter's lock released."""
# verdict: timeout
# says: used more CPU time

import hashlib
import threading


def calm(x):
    return 2 * x + 1


def storm(x):
    content = bytes(16 << 20)

    def burn():
        while True:
            hashlib.sha256(content).digest()

    for _ in range(16):
        threading.Thread(target=burn, daemon=True).start()
    burn()
