# Makes a process that is root in a namespace of its own.
# stopped by: seccomp
# verdict: failed
# machine: x86_64
import ctypes
import os
import signal

NEW_USER = 0x10000000


def attack():
    pid = ctypes.CDLL(None).syscall(56, NEW_USER | int(signal.SIGCHLD), None, None, None, None)
    if pid == 0:
        os._exit(0)
    return pid > 0 and os.waitpid(pid, 0)
