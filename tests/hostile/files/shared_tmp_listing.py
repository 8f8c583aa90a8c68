# Lists /tmp.
# stopped by: landlock
# verdict: forbidden
import os


def attack():
    return os.listdir("/tmp")
