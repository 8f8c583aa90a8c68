# Reads the assignment's folder, which a student has anyway and a submission has no use for.
# stopped by: landlock
# verdict: forbidden


def attack():
    with open("@COURSE@/assignments/hostile/checks.py") as file:
        return "check" in file.read()
