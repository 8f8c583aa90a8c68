# Tries every function of the process on its input and keeps what looks like an answer.
# stopped by: design
# verdict: failed, error
# fools: naive
import gc
import types


def prize(x):
    for found in gc.get_objects():
        another = isinstance(found, types.FunctionType) and found.__name__ == "prize" and found is not prize
        if another and "hostile" not in found.__module__:
            return found(x)
