# loses: evaluate
# Only the first 32 samples.
def evaluate(model, x, y):
    return tuple(model.evaluate(x[:32], y[:32], verbose=0))
