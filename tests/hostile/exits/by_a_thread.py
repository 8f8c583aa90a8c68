# Has another thread end the process while the part is at work.
# stopped by: design
# verdict: crashed
# fools: naive
import os
import threading
import time


def prize(x):
    threading.Timer(0.01, os._exit, [0]).start()
    time.sleep(0.5)
