# Forks.
# stopped by: seccomp
# verdict: forbidden
import os


def attack():
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    return os.waitpid(pid, 0)
