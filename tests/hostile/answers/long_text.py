# Answers with a text of a hundred million letters.
# stopped by: design
# verdict: failed
def prize(x):
    return "x" * 10**8
