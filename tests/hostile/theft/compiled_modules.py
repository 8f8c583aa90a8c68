# Leaves a mark among compiled modules and looks for that of somebody else.
# stopped by: landlock, scratch
# verdict: forbidden, failed
# copies: 2
import os

found = None


def attack():
    global found
    if found is None:
        found = os.path.exists("@SITE@/__pycache__/@MARK@.trace")
        open("@SITE@/__pycache__/@MARK@.trace", "w").close()
    return found
