# loses: overfitting_gap
# diagnosis: absolute
# The magnitude of the gap.
def overfitting_gap(history):
    return abs(history["accuracy"][-1] - history["val_accuracy"][-1])
