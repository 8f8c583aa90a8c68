# Answers with fifty million bytes.
# stopped by: design
# verdict: failed
def prize(x):
    return bytes(5 * 10**7)
