# Adds to a file outside.
# stopped by: landlock, scratch
# verdict: forbidden


def attack():
    with open("@WATCHED@/file.txt", "a") as file:
        return file.write("mine")
