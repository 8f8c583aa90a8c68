# Answers with one number that would be spread over all.
# stopped by: design
# verdict: failed


def prize(x):
    return x.sum()
