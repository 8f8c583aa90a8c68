# Makes a device node in its own folder, to get at a disk.
# stopped by: landlock, seccomp, kernel
# verdict: forbidden
import os
import stat


def attack():
    os.mknod("disk", stat.S_IFBLK | 0o600, os.makedev(254, 0))
    return open("disk", "rb").read(1)
