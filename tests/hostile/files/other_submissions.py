# Reads what other students have handed in.
# stopped by: landlock
# verdict: forbidden
import os


def attack():
    for student in os.listdir("@SUBMISSIONS@"):
        with open(f"@SUBMISSIONS@/{student}/hostile.py") as file:
            if file.read():
                return True
