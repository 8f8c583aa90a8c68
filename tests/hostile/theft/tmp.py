# Leaves a mark in /tmp and looks for that of somebody else.
# stopped by: landlock, scratch
# verdict: forbidden, failed
# copies: 2
import glob

found = None


def attack():
    global found
    if found is None:
        found = bool(glob.glob("/tmp/@MARK@.trace.*"))
        open("/tmp/@MARK@.trace.@STUDENT@", "w").close()
    return found
