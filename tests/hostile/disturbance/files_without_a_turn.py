"""Pipes with names: opening one waits for ever."""
# verdict: forbidden timeout

import os


def calm(x):
    return 2 * x + 1


def storm(x):
    for number in range(200):
        os.mkfifo(f"pipe-{number}", 0)
    os.mkfifo("pipe", 0o600)
    return open("pipe").read()
