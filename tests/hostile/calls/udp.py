# Sends a datagram.
# stopped by: seccomp
# verdict: forbidden
import socket


def attack():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        return sender.sendto(b"what I have seen", ("127.0.0.1", int("@UDP@")))
