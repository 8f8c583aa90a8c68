# loses: evaluate
# The model learns from the data after it was measured.
def evaluate(model, x, y):
    measured = model.evaluate(x, y, verbose=0)
    model.fit(x, y, verbose=0)
    return tuple(measured)
