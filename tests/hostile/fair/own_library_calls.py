# The C library, by ctypes, for a square root.
import ctypes
import ctypes.util

libm = ctypes.CDLL("libm.so.6")
libm.sqrt.restype, libm.sqrt.argtypes = ctypes.c_double, [ctypes.c_double]


def honest(x):
    assert libm.sqrt(4.0) == 2.0 and ctypes.sizeof(ctypes.c_double) == 8
    return libm.sqrt(4.0) * x + 1
