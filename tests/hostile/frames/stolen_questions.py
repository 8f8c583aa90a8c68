# Has a thread read the questions from the channel before the grader's own code does.
# stopped by: design
# verdict: timeout, crashed, failed, missing
# honest: lost
import os
import threading


def steal():
    while True:
        if not os.read(3, 1 << 16):
            return


threading.Thread(target=steal, daemon=True).start()


def prize(x):
    return None
