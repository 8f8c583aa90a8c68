# loses: overfitting_gap
# The losses instead of the accuracies.
def overfitting_gap(history):
    return history["val_loss"][-1] - history["loss"][-1]
