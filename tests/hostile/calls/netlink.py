# Asks the kernel about the network.
# stopped by: seccomp
# verdict: forbidden
import socket


def attack():
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0):
        return True
