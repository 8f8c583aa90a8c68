# Looks for the arguments of whoever started all this.
# stopped by: landlock
# verdict: forbidden


def attack():
    with open("/proc/@PID@/cmdline") as file:
        return file.read()
