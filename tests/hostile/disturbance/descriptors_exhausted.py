"""Every descriptor taken and kept."""
# verdict: error
# says: Too many open files

import os


def calm(x):
    return 2 * x + 1


def storm(x):
    storm.kept = [os.open("/dev/null", os.O_RDONLY) for _ in range(10**6)]
    return 3 * x
