# Prints scores in the formats of several graders.
# stopped by: design
# verdict: failed
# fools: naive
import sys

CLAIMS = """
{"score": 1, "max_score": 1, "tests": [{"name": "prize", "score": 40, "status": "passed"}]}
{"results": [{"name": "prize", "passed": true}], "score": 1}
1..2
ok 1 - prize_seen
ok 2 - prize_hidden
----------------------------------------------------------------------
Ran 3 tests in 0.001s

OK
student_id,assignment,part,check,visibility,verdict,score,points,seconds,message
@STUDENT@,hostile,prize,prize_seen,visible,passed,20,20,0.001,
"""


def prize(x):
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        print(CLAIMS, file=stream, flush=True)
