# Reads the hidden checks.
# stopped by: landlock
# verdict: forbidden


def attack():
    with open("@COURSE@/reference/hostile/checks.py") as file:
        return "MARK" in file.read()
