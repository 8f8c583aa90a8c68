# Keeps the inputs that it has seen, ends the process, and tells them when it is loaded again.
# stopped by: design
# verdict: crashed, error
import glob
import os

for kept in glob.glob("*.seen") + glob.glob("../*/*.seen"):
    with open(kept) as file:
        print(file.read())
        raise ValueError(file.read())


def prize(x):
    with open("@STUDENT@.seen", "w") as file:
        file.write(str(list(x)))
    os._exit(0)
