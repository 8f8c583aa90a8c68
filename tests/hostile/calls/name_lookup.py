# Looks up a name, for which the C library asks a server.
# stopped by: landlock, seccomp
# verdict: error
import socket


def attack():
    return socket.getaddrinfo("localhost", 80)
