# Answers with the very array that it was given.
# stopped by: design
# verdict: failed


def prize(x):
    return x
