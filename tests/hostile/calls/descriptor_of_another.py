# Takes a descriptor out of another process.
# stopped by: seccomp
# verdict: failed
import ctypes


def attack():
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall(438, -1, 0, 0)  # pidfd_getfd, of no process
    return ctypes.get_errno() == 9
