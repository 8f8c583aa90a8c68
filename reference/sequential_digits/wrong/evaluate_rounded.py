# loses: evaluate
# diagnosis: rounded
# Rounded to three digits.
def evaluate(model, x, y):
    return tuple(round(value, 3) for value in model.evaluate(x, y, verbose=0))
