"""Files that each keep within the limit."""
# verdict: error memory
# says: No space left|files

import time


def calm(x):
    return 2 * x + 1


def storm(x):
    for number in range(50):
        with open(f"file-{number}", "wb") as file:
            file.write(bytes(4 << 20))
        time.sleep(0.005)
    return 3 * x
