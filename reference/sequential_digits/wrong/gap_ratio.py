# loses: overfitting_gap
# The ratio.
def overfitting_gap(history):
    return history["accuracy"][-1] / history["val_accuracy"][-1]
