# Starts a program with posix_spawn.
# stopped by: landlock, seccomp
# verdict: forbidden
import os


def attack():
    pid = os.posix_spawn("/bin/true", ["true"], {})
    return os.waitpid(pid, 0)[1] == 0
