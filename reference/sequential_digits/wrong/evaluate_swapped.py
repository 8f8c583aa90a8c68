# loses: evaluate
# diagnosis: order_of_results
# The accuracy comes first.
def evaluate(model, x, y):
    loss, accuracy = model.evaluate(x, y, verbose=0)
    return accuracy, loss
