# Goes to a folder outside and opens a file there by its name alone.
# stopped by: landlock
# verdict: forbidden
import os


def attack():
    here = os.getcwd()
    try:
        os.chdir("@WATCHED@")
        with open("file.txt") as file:
            return file.read()
    finally:
        os.chdir(here)
