# Looks at the process that it was forked from.
# stopped by: landlock
# verdict: forbidden
import os


def attack():
    with open(f"/proc/{os.getppid()}/cmdline") as file:
        return file.read()
