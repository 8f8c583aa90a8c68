# Leaves a mark in its own folder and looks for that of somebody else, there and in the folders beside it.
# stopped by: landlock, scratch, design
# verdict: forbidden, failed
# copies: 2
import glob
import os

found = None


def attack():
    global found
    if found is None:
        open("@MARK@.trace", "w").close()
        found = bool(glob.glob("../*/@MARK@.other")) or os.path.exists("@MARK@.other")
        found = found or [name for name in os.listdir("..") if name.startswith("run-") and os.listdir(f"../{name}")][1:]
    return found
