# Looks at how the machine's clock is steered.
# stopped by: seccomp
# verdict: failed
import ctypes


def attack():
    return ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(512)) >= 0
