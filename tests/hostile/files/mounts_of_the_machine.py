# Looks through the machine's file systems, by way of its own thread's entries in /proc.
# stopped by: landlock
# verdict: forbidden
import os


def attack():
    with open(f"/proc/self/task/{os.getpid()}/mountinfo") as file:
        return file.read()
