# Loads a file from outside as a library: the loader's complaint tells whether it could open it.
# stopped by: landlock
# verdict: failed
import ctypes


def attack():
    try:
        ctypes.CDLL("@WATCHED@/file.txt")
    except OSError as error:
        return "cannot open" not in str(error)
