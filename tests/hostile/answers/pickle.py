# Answers with pickled code, as bytes, as a text and in an array of objects.
# stopped by: design
# verdict: failed
import pickle

import numpy as np


class Bomb:
    def __reduce__(self):
        return open, ("@WATCHED@/from_the_answer", "w")


def prize(x):
    payload = pickle.dumps(Bomb())
    return {"bytes": payload, "text": payload.decode("latin1"), "array": np.array([Bomb()] * len(x))}
