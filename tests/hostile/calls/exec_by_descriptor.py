# Replaces itself by a program given as a descriptor.
# stopped by: seccomp
# verdict: failed
# machine: x86_64
import ctypes
import os


def attack():
    libc = ctypes.CDLL(None, use_errno=True)
    folder = os.open(".", os.O_PATH)
    libc.syscall(322, folder, b"nothing_of_this_name", None, None, 0)
    return ctypes.get_errno() == 2
