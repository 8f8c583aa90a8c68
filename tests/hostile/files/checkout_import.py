# Imports the half of the grader that decides.
# stopped by: landlock
# verdict: error
import sys


def attack():
    for name in [name for name in sys.modules if name.partition(".")[0] == "grader"]:
        del sys.modules[name]
    sys.path.insert(0, "@ROOT@")
    import grader.grading

    return grader.grading
