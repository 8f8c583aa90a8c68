# Answers with a function instead of its result.
# stopped by: design
# verdict: failed
def prize(x):
    return prize
