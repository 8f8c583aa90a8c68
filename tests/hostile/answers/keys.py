# Answers with a dict whose keys lie, or are no texts.
# stopped by: design
# verdict: failed, error
class Key(str):
    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


def prize(x):
    return {Key("value"): 1, Key("calls"): 2, None: 3, 1.5: 4, (1, 2): 5, b"x": 6, float("nan"): 7, "\ud800": 8}
