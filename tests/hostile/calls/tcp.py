# Connects to a server on this machine.
# stopped by: landlock, seccomp
# verdict: forbidden
import socket


def attack():
    with socket.create_connection(("127.0.0.1", int("@PORT@")), timeout=0.3):
        return True
