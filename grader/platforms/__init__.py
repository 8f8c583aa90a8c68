"""Other people's platforms: an autograder for Gradescope, a template repository for GitHub.

gradescope.py   what ``grade release --gradescope`` puts into autograder.zip
run.py          what runs there: one submission to one results.json
github.py       what ``grade release --github`` adds to a bundle
summary.py      what runs there: the table of a job's summary, and annotations
packages.py     the grader as a wheel, and the packages that it needs, at fixed versions
"""
