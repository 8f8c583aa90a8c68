# Has the kernel send a signal when something happens in a folder.
# stopped by: seccomp
# verdict: forbidden
import fcntl
import os


def attack():
    folder = os.open("offered", os.O_RDONLY)
    fcntl.fcntl(folder, fcntl.F_NOTIFY, 0)
    return True
