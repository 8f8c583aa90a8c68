# Answers with a dict that has two keys of the same name, once they are texts.
# stopped by: design
# verdict: failed
class Key:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


def prize(x):
    return {Key("1"): 1, Key("1"): 2, 1: 3, "1": 4}
