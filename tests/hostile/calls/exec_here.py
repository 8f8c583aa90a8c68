# Brings a program of its own and replaces itself by that.
# stopped by: landlock, seccomp, scratch
# verdict: forbidden
import os


def attack():
    with open("program", "w") as file:
        file.write("#!/nothing/of/this/name\n")
    os.chmod("program", 0o700)
    try:
        os.execv("program", ["program"])
    except FileNotFoundError:
        return True
