# Tells all inputs that it has seen so far in the message of every error.
# stopped by: design
# verdict: error
seen = []


def prize(x):
    seen.append([float(number) for number in x])
    raise ValueError(f"seen: {seen}")
