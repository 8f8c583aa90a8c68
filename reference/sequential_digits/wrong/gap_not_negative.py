# loses: overfitting_gap
# diagnosis: clipped
# Never below zero.
def overfitting_gap(history):
    return max(0.0, history["accuracy"][-1] - history["val_accuracy"][-1])
