# Answers with a text that equals every text.
# stopped by: design
# verdict: failed
# fools: naive
class Text(str):
    def __eq__(self, other):
        return True

    def __len__(self):
        return 0

    def encode(self, *a):
        return b"\xff"

    def __getitem__(self, place):
        return self

    __hash__ = str.__hash__


def prize(x):
    return Text("passed")
