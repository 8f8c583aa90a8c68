# Makes a file in memory that could be executed.
# stopped by: seccomp
# verdict: forbidden
import os


def attack():
    return os.memfd_create("mine")
