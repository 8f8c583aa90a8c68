# loses: evaluate
# A dict.
def evaluate(model, x, y):
    return model.evaluate(x, y, verbose=0, return_dict=True)
