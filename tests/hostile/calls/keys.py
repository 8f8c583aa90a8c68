# Keeps something in the kernel's keyring, for the next submission of the same user.
# stopped by: seccomp
# verdict: failed
# machine: x86_64
import ctypes


def attack():
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall(248, b"user", b"@MARK@", b"seen", 4, -3)  # into its process's own ring, which dies with it
    libc.syscall(250, 0, -3, 0)
    return ctypes.get_errno() not in (1, 38)
