# Writes a file into /tmp.
# stopped by: landlock, scratch
# verdict: forbidden


def attack():
    with open("/tmp/@MARK@", "w") as file:
        return file.write("left here")
