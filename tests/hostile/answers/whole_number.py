# Answers with whole numbers that lie about their bits.
# stopped by: design
# verdict: failed
# fools: naive
class Number(int):
    def __eq__(self, other):
        return True

    def bit_length(self):
        return 0

    def __int__(self):
        return 10**1000

    __index__ = __int__
    __hash__ = int.__hash__


def prize(x):
    return Number(1)
