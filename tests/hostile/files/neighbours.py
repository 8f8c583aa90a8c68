# Lists the folder that all scratch folders lie in.
# stopped by: landlock
# verdict: forbidden
import os


def attack():
    return os.listdir("..")
