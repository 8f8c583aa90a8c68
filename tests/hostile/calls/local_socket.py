# Connects to a socket in the file system.
# stopped by: seccomp
# verdict: forbidden
import socket


def attack():
    with socket.socket(socket.AF_UNIX) as client:
        client.connect("@SOCKET@")
        return True
