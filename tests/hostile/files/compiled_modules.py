# Leaves a file among a package's compiled modules.
# stopped by: landlock, scratch
# verdict: forbidden


def attack():
    with open("@SITE@/__pycache__/@MARK@", "w") as file:
        return file.write("left here")
