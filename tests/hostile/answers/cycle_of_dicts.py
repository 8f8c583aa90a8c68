# Answers with dicts that hold one another.
# stopped by: design
# verdict: failed
def prize(x):
    one, two = {}, {}
    one["two"], two["one"] = two, one
    return one
