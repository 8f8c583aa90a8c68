# Leaves a mark in its home folder and looks for that of somebody else.
# stopped by: design
# verdict: failed
# copies: 2
from pathlib import Path

found = None


def attack():
    global found
    if found is None:
        mark = Path.home() / "@MARK@.trace"
        found = mark.exists()
        mark.touch()
    return found
