# Sets a flag of a file that it may only read. Landlock does not govern that.
# stopped by: seccomp, scratch
# verdict: forbidden, error
import fcntl
import struct

GET, SET, NOT_TO_BE_DUMPED = 0x80086601, 0x40086602, 0x40


def attack():
    with open("offered/flagged.txt") as file:
        flags = struct.unpack("i", fcntl.ioctl(file, GET, bytes(4)))[0]
        fcntl.ioctl(file, SET, struct.pack("i", flags | NOT_TO_BE_DUMPED))
        return struct.unpack("i", fcntl.ioctl(file, GET, bytes(4)))[0] & NOT_TO_BE_DUMPED
