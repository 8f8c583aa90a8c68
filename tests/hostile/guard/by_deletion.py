# Does the work where no part is watched: in a destructor, a thread and a hook that run between the checks.
# stopped by: design
# part: naive_total
# verdict: forbidden, error, failed, timeout
import threading
import time

asked, told = [], []


def compute():
    while True:
        if asked:
            told.append(asked.pop().sum())
        time.sleep(0.0001)


threading.Thread(target=compute, daemon=True).start()


def naive_total(x):
    asked.append(x)
    while not told:
        time.sleep(0.0001)
    return told.pop()
