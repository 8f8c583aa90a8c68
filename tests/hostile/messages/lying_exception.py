# Raises an exception that lies about its class, its name and its text.
# stopped by: design
# verdict: error, failed, crashed
class Name(str):
    def __str__(self):
        raise SystemExit(0)

    def __format__(self, how):
        return "passed"


class Meta(type):
    @property
    def __mro__(cls):
        return (cls,) * 1000

    def __getattribute__(cls, name):
        return Name("passed") if name == "__name__" else super().__getattribute__(name)


class Liar(Exception, metaclass=Meta):
    def __str__(self):
        return Name("passed")

    @property
    def __class__(self):
        return AssertionError

    @property
    def __traceback__(self):
        return self


def prize(x):
    raise Liar
