# Takes the file system of its scratch folder away.
# stopped by: seccomp, kernel
# verdict: failed
import ctypes
import os


def attack():
    return ctypes.CDLL(None).umount2(os.fsencode(os.getcwd()), 2) == 0
