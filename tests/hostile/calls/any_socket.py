# Tries sockets of every family and kind.
# stopped by: seccomp
# verdict: failed
import socket


def attack():
    opened = 0
    for family in range(1, 46):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
            try:
                socket.socket(family, kind).close()
                opened += 1
            except OSError:
                continue
    return opened
