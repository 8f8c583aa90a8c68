# Opens a module of an installed package for writing.
# stopped by: landlock, scratch
# verdict: forbidden
import numpy as np


def attack():
    with open(np.__file__, "r+") as file:
        return file.writable()
