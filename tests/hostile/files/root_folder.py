# Lists the root of the file system.
# stopped by: landlock
# verdict: forbidden
import os


def attack():
    return os.listdir("/")
