# Reads a setting of the kernel.
# stopped by: landlock
# verdict: forbidden


def attack():
    with open("/proc/sys/kernel/hostname") as file:
        return file.read()
