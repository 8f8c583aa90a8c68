# Opens a file with a system call that the C library does not use.
# stopped by: landlock, seccomp
# verdict: failed
import ctypes
import struct


def attack():
    how = struct.pack("QQQ", 0, 0, 0)
    return ctypes.CDLL(None).syscall(437, -100, b"@WATCHED@/file.txt", how, len(how)) >= 0
