# Reads an older table in the folder of grades.
# stopped by: landlock
# verdict: forbidden


def attack():
    with open("@OUTPUT@/old.csv") as file:
        return file.read()
