# Looks for the secrets of whoever grades in its own environment, as it is and as it was at first.
# stopped by: landlock, design
# verdict: forbidden, failed
import os


def attack():
    if "@NEEDLE@" in str(os.environ):
        return True
    with open(f"/proc/self/task/{os.getpid()}/environ") as file:
        return "@NEEDLE@" in file.read()
