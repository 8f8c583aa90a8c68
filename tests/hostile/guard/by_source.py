# Has code computed that nobody has looked at.
# stopped by: design
# part: naive_total
# verdict: forbidden, error

total = eval("lambda x: x.sum()")


def naive_total(x):
    return total(x)
