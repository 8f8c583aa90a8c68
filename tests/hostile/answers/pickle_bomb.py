# Answers with an object that runs code when it is unpickled.
# stopped by: design
# verdict: failed
import os


class Bomb:
    def __reduce__(self):
        return os.system, ("touch @WATCHED@/from_the_answer",)

    def __getstate__(self):
        return {"x": 1}


def prize(x):
    return Bomb()
