# Makes a process with clone3, whose flags a filter cannot see.
# stopped by: seccomp
# verdict: failed
import ctypes
import os
import signal
import struct


def attack():
    arguments = struct.pack("8Q", 0, 0, 0, 0, int(signal.SIGCHLD), 0, 0, 0)
    pid = ctypes.CDLL(None).syscall(435, arguments, len(arguments))
    if pid == 0:
        os._exit(0)
    return pid > 0 and os.waitpid(pid, 0)
