# Opens its own memory as a file by way of its thread.
# stopped by: landlock, scratch
# verdict: forbidden
import os


def attack():
    with open(f"/proc/self/task/{os.getpid()}/mem", "r+b", buffering=0) as file:
        return file.writable()
