# Reads the list of users.
# stopped by: landlock
# verdict: forbidden


def attack():
    with open("/etc/passwd") as file:
        return file.read()
