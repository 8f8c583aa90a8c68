# Goes upwards until it is out.
# stopped by: landlock
# verdict: forbidden


def attack():
    with open("../" * 30 + "etc/passwd") as file:
        return file.read()
