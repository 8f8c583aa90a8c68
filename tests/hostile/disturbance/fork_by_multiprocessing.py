"""A pool of processes."""
# verdict: forbidden
# says: starts no other program
# weaker: passed error timeout crashed

import multiprocessing


def calm(x):
    return 2 * x + 1


def storm(x):
    with multiprocessing.get_context("fork").Pool(2) as pool:
        pool.map(abs, [1, 2, 3])
    return 3 * x
