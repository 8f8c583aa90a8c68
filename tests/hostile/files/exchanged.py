# Exchanges two files outside, with a flag that no Python function knows.
# stopped by: landlock, scratch
# verdict: failed
# machine: x86_64
import ctypes


def attack():
    return ctypes.CDLL(None).syscall(316, -100, b"@WATCHED@/file.txt", -100, b"@WATCHED@/module.py", 2) == 0
