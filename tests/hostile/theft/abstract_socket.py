# Listens at an abstract socket, for the next one to connect to.
# stopped by: seccomp
# verdict: forbidden, failed
# copies: 2
import socket


def attack():
    server = socket.socket(socket.AF_UNIX)
    server.bind("\0@MARK@.@STUDENT@.trace")
    return True
