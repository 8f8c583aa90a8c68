# Answers with nothing at all, as a reference that failed as well would.
# stopped by: design
# verdict: failed


def prize(x):
    return None
