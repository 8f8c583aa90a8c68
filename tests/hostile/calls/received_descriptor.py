# Uses its channel as the socket that it is, to receive descriptors with messages.
# stopped by: seccomp
# verdict: failed, forbidden
import ctypes


def attack():
    libc = ctypes.CDLL(None, use_errno=True)
    libc.recvmsg(3, None, 0x40)  # a bad address, without waiting
    return ctypes.get_errno() == 14
