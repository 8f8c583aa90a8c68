# Opens its own hand-in to change it after the fact.
# stopped by: landlock, scratch
# verdict: forbidden


def attack():
    with open("@SUBMISSIONS@/@STUDENT@/hostile.py", "a") as file:
        return file.writable()
