# Reads the work of a student whose name it knows, without listing anything.
# stopped by: landlock
# verdict: forbidden


def attack():
    with open("@SUBMISSIONS@/@STUDENT@/hostile.py") as file:
        return file.read()
