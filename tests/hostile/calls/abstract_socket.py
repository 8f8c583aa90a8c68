# Connects to a socket that has no place in the file system.
# stopped by: landlock, seccomp
# verdict: forbidden
import socket


def attack():
    with socket.socket(socket.AF_UNIX) as client:
        client.connect("\0@MARK@")
        return True
