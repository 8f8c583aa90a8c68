# loses: evaluate
# diagnosis: wrong_container
# A dict.
def evaluate(model, x, y):
    return model.evaluate(x, y, verbose=0, return_dict=True)
