# Leaves a mark in /dev/shm and looks for that of somebody else.
# stopped by: landlock, scratch
# verdict: forbidden, failed
# copies: 2
import os

found = None


def attack():
    global found
    if found is None:
        found = os.path.exists("/dev/shm/@MARK@.trace")
        open("/dev/shm/@MARK@.trace", "w").close()
    return found
