"""Another program."""
# verdict: forbidden
# says: starts no other program
# weaker: passed error timeout crashed

import subprocess


def calm(x):
    return 2 * x + 1


def storm(x):
    subprocess.Popen(["sleep", "30"])
    return 3 * x
