# Walks through every object of the process for expected values, references and judges.
# stopped by: design
# verdict: failed, error
# fools: naive
import gc

WORDS = ("expected", "reference", "solution", "secret", "judge", "SOLUTIONS", "points", "verdict")


def prize(x):
    for found in gc.get_objects():
        if type(found) is dict:
            for word in WORDS:
                value = found.get(word)
                if isinstance(value, dict) and "prize" in value:
                    return value["prize"](x)
                if type(value).__name__ == "ndarray" and value.shape == x.shape:
                    return value
