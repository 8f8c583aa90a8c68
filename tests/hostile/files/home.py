# Lists the home folder of whoever grades.
# stopped by: landlock
# verdict: forbidden
import os


def attack():
    return os.listdir("@HOME@")
