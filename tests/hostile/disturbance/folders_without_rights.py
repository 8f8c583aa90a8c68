"""Folders that nobody may look into, its own among them."""
# verdict: passed memory forbidden

import contextlib
import os


def calm(x):
    return 2 * x + 1


def storm(x):
    os.makedirs("a/b/c", exist_ok=True)
    with contextlib.suppress(OSError):
        os.mkfifo("a/b/c/pipe")
    for folder in ("a/b/c", "a/b", "a", "."):
        os.chmod(folder, 0)
    return 3 * x
