# Leaves its session, so that who ends its group would miss it.
# stopped by: seccomp
# verdict: failed, forbidden
# machine: x86_64
import ctypes
import os


def attack():
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall(109, os.getpid(), -1)  # setpgid: the kernel would find the group odd, the filter says no before it
    return ctypes.get_errno() == 22
