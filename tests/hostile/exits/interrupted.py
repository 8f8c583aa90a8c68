# Raises what is no ordinary exception, so that a grader's own handlers pass it on.
# stopped by: design
# verdict: error
class Silent(BaseException):
    pass


def prize(x):
    raise Silent
