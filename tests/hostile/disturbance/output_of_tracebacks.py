"""faulthandler prints every thread's traceback a hundred times a second, then the process dies."""
# verdict: crashed
# says: segmentation fault

import faulthandler
import time


def calm(x):
    return 2 * x + 1


def storm(x):
    faulthandler.enable(all_threads=True)
    faulthandler.dump_traceback_later(0.01, repeat=True)
    time.sleep(0.2)
    faulthandler._sigsegv()
