# Copies a whole folder from outside.
# stopped by: landlock
# verdict: forbidden, error
import shutil


def attack():
    shutil.copytree("@WATCHED@", "mine", dirs_exist_ok=True)
    return True
