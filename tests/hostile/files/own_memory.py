# Opens its own memory as a file, to write where nothing may be written.
# stopped by: landlock, scratch
# verdict: forbidden


def attack():
    with open("/proc/self/mem", "r+b", buffering=0) as file:
        return file.writable()
