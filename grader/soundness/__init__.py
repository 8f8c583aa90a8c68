"""What `grade verify` is made of: is a course fair, and does it see every mistake?

specimens.py   the reference, stubs, right/ and wrong/: solutions whose result is known beforehand
mutation.py    small mistakes made in the reference by a program
trivial.py     stand-ins that return zeros, their argument, the previous answer …
margins.py     how far right and wrong answers are from a tolerance or a bar
trials.py      one solution graded once, with what is remembered of it
cache.py       trials of earlier runs, by content
examination.py everything of an assignment put together: findings
report.py      the findings on the terminal, as JSON, JUnit XML and an HTML page
"""
