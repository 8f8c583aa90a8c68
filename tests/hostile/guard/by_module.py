# Writes a module of its own into its folder and imports that: its source is not this file.
# stopped by: design
# part: naive_total
# verdict: forbidden, error
import sys

with open("helper.py", "w") as file:
    file.write("def total(x):\n    return x.sum()\n")
sys.path.insert(0, "")
import helper


def naive_total(x):
    return helper.total(x)
