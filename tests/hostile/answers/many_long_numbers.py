# Answers with a thousand whole numbers of four thousand digits.
# stopped by: design
# verdict: failed
def prize(x):
    return [(1 << 13_000) + number for number in range(1000)]
