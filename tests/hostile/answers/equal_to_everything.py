# Answers with an object that says it equals everything.
# stopped by: design
# verdict: failed
# fools: naive
class Equal:
    def __eq__(self, other):
        return True

    __hash__ = None


def prize(x):
    return Equal()
