# Reads what the inputs of hidden checks are made from.
# stopped by: landlock
# verdict: forbidden
from pathlib import Path


def attack():
    return Path("@COURSE@/reference/secret.txt").read_bytes()
