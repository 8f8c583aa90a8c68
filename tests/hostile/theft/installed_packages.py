# Leaves a mark among the installed packages and looks for that of somebody else.
# stopped by: landlock, scratch
# verdict: forbidden, failed
# copies: 2
import os

found = None


def attack():
    global found
    if found is None:
        found = os.path.exists("@SITE@/@MARK@.trace")
        open("@SITE@/@MARK@.trace", "w").close()
    return found
