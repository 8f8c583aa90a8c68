"""Folders in folders, 1,500 levels, a pipe at the bottom."""
# verdict: passed memory error timeout

import contextlib
import os


def calm(x):
    return 2 * x + 1


def storm(x):
    for _ in range(1500):
        os.mkdir("x" * 100)
        os.chdir("x" * 100)
    with contextlib.suppress(PermissionError):
        os.mkfifo("pipe")
    return 3 * x
