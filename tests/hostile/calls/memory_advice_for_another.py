# Has another process's memory swapped out.
# stopped by: seccomp
# verdict: failed
import ctypes


def attack():
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall(440, -1, None, 0, 0, 0)  # process_madvise
    return ctypes.get_errno() in (0, 9, 22)
