# Leaves result files of every name in its folder.
# stopped by: design
# verdict: failed
# fools: naive
NAMES = ("results.json", "hostile.json", "hostile.csv", "hostile.checks.csv", "gradebook.csv", "report.xml", "output")


def prize(x):
    for name in NAMES:
        with open(name, "a") as file:
            file.write('{"score": 1}\n@STUDENT@,hostile,graded,100,100,100\n')
