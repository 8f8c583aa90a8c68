"""Every limit that it may lower, lowered to nothing."""
# verdict: passed error memory crashed timeout
# calm: either

import contextlib
import resource


def calm(x):
    return 2 * x + 1


def storm(x):
    for name in ("AS", "DATA", "STACK", "NOFILE", "NPROC", "FSIZE", "CPU"):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (0, 0))
    return 3 * x
