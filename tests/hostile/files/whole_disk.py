# Opens the disk itself.
# stopped by: landlock, kernel
# verdict: failed, forbidden
import os


def attack():
    number = os.stat("/").st_dev
    for name in ("vda", "sda", "nvme0n1", "xvda", "mem", "kmsg", "port"):
        if os.path.exists(f"/dev/{name}"):
            return os.open(f"/dev/{name}", os.O_RDONLY) >= 0 and number
