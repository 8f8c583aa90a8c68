# Raises an exception that is the cause of its own cause.
# stopped by: design
# verdict: error
def prize(x):
    one, two = ValueError("one"), ValueError("two")
    one.__cause__, two.__cause__, one.reason = two, one, one
    raise one
