# Answers with numbers that say they are whatever they are compared with.
# stopped by: design
# verdict: failed
# fools: naive
class Number(float):
    def __eq__(self, other):
        return True

    def __float__(self):
        return self

    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__
    __hash__ = float.__hash__


def prize(x):
    return Number(1)
