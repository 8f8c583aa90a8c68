# Makes a process with clone, as threads are made but not one of them.
# stopped by: seccomp
# verdict: failed
# machine: x86_64
import ctypes
import os
import signal


def attack():
    pid = ctypes.CDLL(None).syscall(56, int(signal.SIGCHLD), None, None, None, None)
    if pid == 0:
        os._exit(0)
    return pid > 0 and os.waitpid(pid, 0)
