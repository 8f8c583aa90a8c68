# Raises an exception with a text of a hundred million letters.
# stopped by: design
# verdict: error, memory
def prize(x):
    raise ValueError("x" * 10**8)
