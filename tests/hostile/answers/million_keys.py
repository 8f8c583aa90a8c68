# Answers with a dict of a million keys.
# stopped by: design
# verdict: failed, memory
def prize(x):
    return dict.fromkeys(range(10**6), 0.0)
