"""The top level says that all is loaded, then sleeps: nothing that is asked finds anybody."""
# verdict: timeout crashed
# calm: lost

import os
import time


def calm(x):
    return 2 * x + 1


def storm(x):
    return 3 * x


os.write(3, b"\x00\x00\x00\x0a\x93\xa6loaded\x90\x05"), time.sleep(10**6)
