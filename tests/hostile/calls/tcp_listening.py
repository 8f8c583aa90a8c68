# Listens for connections.
# stopped by: landlock, seccomp
# verdict: forbidden
import socket


def attack():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]
