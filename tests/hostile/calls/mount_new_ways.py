# Mounts with the newer system calls.
# stopped by: seccomp
# verdict: failed
import ctypes


def attack():
    libc = ctypes.CDLL(None, use_errno=True)
    for number in (428, 429, 430, 431, 432, 433, 442):  # open_tree, move_mount, fsopen, … mount_setattr
        libc.syscall(number, -1, ctypes.c_void_p(1), -1, ctypes.c_void_p(1), 0)
        if ctypes.get_errno() not in (1, 38):
            return True
