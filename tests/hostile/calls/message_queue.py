# Opens a message queue that another submission could read (there is none of this name).
# stopped by: seccomp
# verdict: failed
import ctypes


def attack():
    libc = ctypes.CDLL("librt.so.1", use_errno=True)
    libc.mq_open(b"/@MARK@", 0)
    return ctypes.get_errno() == 2
