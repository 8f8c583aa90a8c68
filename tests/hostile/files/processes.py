# Lists the machine's processes.
# stopped by: landlock
# verdict: forbidden
import os


def attack():
    return os.listdir("/proc")
