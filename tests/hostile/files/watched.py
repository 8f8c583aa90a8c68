# Has the kernel tell what happens in the folder of submissions.
# stopped by: seccomp
# verdict: failed
import ctypes


def attack():
    libc = ctypes.CDLL(None)
    return libc.inotify_add_watch(libc.inotify_init(), b"@SUBMISSIONS@", 0xFFF) >= 0
