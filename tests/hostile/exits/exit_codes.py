# Ends with a text as exit code, and with a class of its own derived from SystemExit.
# stopped by: design
# verdict: error
class End(SystemExit):
    code = property(lambda self: 0)


def prize(x):
    raise End("passed")
