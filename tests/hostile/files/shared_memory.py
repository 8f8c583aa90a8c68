# Writes a file into /dev/shm.
# stopped by: landlock, scratch
# verdict: forbidden


def attack():
    with open("/dev/shm/@MARK@", "w") as file:
        return file.write("left here")
