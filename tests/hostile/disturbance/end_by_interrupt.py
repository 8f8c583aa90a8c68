"""KeyboardInterrupt, as if somebody had pressed Ctrl-C."""
# verdict: error
# says: KeyboardInterrupt


def calm(x):
    return 2 * x + 1


def storm(x):
    raise KeyboardInterrupt
