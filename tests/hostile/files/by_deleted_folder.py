# Removes its own folder from under itself and goes on from there.
# stopped by: landlock
# verdict: failed, forbidden, error
import os


def attack():
    here = os.getcwd()
    os.makedirs("deep/er", exist_ok=True)
    os.chdir("deep/er")
    try:
        os.rmdir("../er")
        os.chdir("@WATCHED@")
        return os.open("file.txt", os.O_RDONLY) >= 0
    finally:
        os.chdir(here)
