# Forks with the system call itself.
# stopped by: seccomp
# verdict: failed
# machine: x86_64
import ctypes
import os


def attack():
    pid = ctypes.CDLL(None).syscall(57)
    if pid == 0:
        os._exit(0)
    return pid > 0 and os.waitpid(pid, 0)
