# Looks at the first process of the machine.
# stopped by: landlock
# verdict: forbidden


def attack():
    with open("/proc/1/status") as file:
        return file.read()
