# Traces its callers and puts what is expected in the place of what was answered.
# stopped by: design
# verdict: failed, error
# fools: naive
import sys


def tracer(frame, event, argument):
    values = frame.f_locals
    if "answer" in values and "expected" in values:
        values["answer"] = values["expected"]
    return tracer


def prize(x):
    frame = sys._getframe(1)
    while frame:
        frame.f_trace = tracer
        frame = frame.f_back
    sys.settrace(tracer)
    return x
