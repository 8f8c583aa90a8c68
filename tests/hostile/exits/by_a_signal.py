# Writes results, then ends itself by a signal before anybody else can write any.
# stopped by: design
# verdict: crashed
# fools: naive
import os
import signal


def prize(x):
    with open("results.json", "w") as file:
        file.write('{"score": 1}')
    os.kill(os.getpid(), signal.SIGKILL)
