# Leaves a file in the folder of an installed package.
# stopped by: landlock, scratch
# verdict: forbidden


def attack():
    with open("@SITE@/@MARK@", "w") as file:
        return file.write("left here")
