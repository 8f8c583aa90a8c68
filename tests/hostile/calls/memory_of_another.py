# Reads another process's memory.
# stopped by: seccomp
# verdict: failed
import ctypes
import os


def attack():
    libc = ctypes.CDLL(None, use_errno=True)
    for pid in (os.getppid(), 2**22 - 1):
        libc.process_vm_readv(pid, None, 0, None, 0, 0)
        if ctypes.get_errno() in (0, 3):
            return True
