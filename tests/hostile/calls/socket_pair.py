# Makes a pair of sockets, through which descriptors can be passed.
# stopped by: seccomp
# verdict: forbidden
import socket


def attack():
    return [end.close() for end in socket.socketpair()]
