# Answers with a whole number of a million digits.
# stopped by: design
# verdict: failed
def prize(x):
    return 1 << 3_321_928
