# loses: overfitting_gap
# The second epoch, or the first.
def overfitting_gap(history):
    return history["accuracy"][:2][-1] - history["val_accuracy"][:2][-1]
