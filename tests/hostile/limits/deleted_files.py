# Writes files that are larger than the limit all together, and that nobody sees since they are deleted.
# stopped by: scratch
# verdict: error
import os
import time


def attack():
    files = []
    for number in range(4):
        files.append(open(f"file{number}", "wb+"))
        os.remove(f"file{number}")
        files[-1].write(bytes(12 << 20))
        files[-1].flush()
    time.sleep(0.2)
    return files
