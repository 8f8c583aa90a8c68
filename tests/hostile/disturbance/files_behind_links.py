"""One file with thousands of names, and links that lead in circles."""
# verdict: error memory passed timeout

import os


def calm(x):
    return 2 * x + 1


def storm(x):
    os.close(os.open("file", os.O_CREAT))
    os.symlink("itself", "itself")
    os.symlink("..", "up")
    os.symlink("/", "top")
    for number in range(20_000):
        os.link("file", f"link-{number}")
    return 3 * x
