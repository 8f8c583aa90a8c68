# loses: add_as_float
# Nothing is cast.
def add_as_float(a, b):
    return a + b
