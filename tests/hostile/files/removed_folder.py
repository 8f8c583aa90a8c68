# Removes a folder outside with all that is in it.
# stopped by: landlock, scratch
# verdict: forbidden, error
import shutil


def attack():
    shutil.rmtree("@WATCHED@/folder")
    return True
