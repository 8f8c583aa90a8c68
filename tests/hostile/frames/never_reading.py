# Makes the channel deaf: neither end shall ever wait.
# stopped by: design
# verdict: failed, crashed, timeout
import fcntl
import os


def prize(x):
    fcntl.fcntl(3, fcntl.F_SETFL, os.O_NONBLOCK)
    fcntl.fcntl(1, fcntl.F_SETFL, os.O_NONBLOCK)
    return x
