"""Pipes, all filled."""
# verdict: error passed

import os


def calm(x):
    return 2 * x + 1


def storm(x):
    pipes = storm.pipes = []
    for _ in range(200):
        pipes.append(os.pipe())
        os.write(pipes[-1][1], bytes(65536))
    return 3 * x
