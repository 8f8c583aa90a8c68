# Leaves its namespaces for new ones.
# stopped by: seccomp
# verdict: failed
import ctypes


def attack():
    return ctypes.CDLL(None).unshare(0) == 0
