# Looks through the machine's network connections, by way of its own thread's entries in /proc.
# stopped by: landlock
# verdict: forbidden, failed
import os


def attack():
    port = f":{int('@PORT@'):04X}"
    with open(f"/proc/self/task/{os.getpid()}/net/tcp") as file:
        return port in file.read()
