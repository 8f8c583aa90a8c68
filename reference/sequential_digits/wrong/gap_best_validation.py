# loses: overfitting_gap
# The last training accuracy minus the best validation accuracy.
def overfitting_gap(history):
    return history["accuracy"][-1] - max(history["val_accuracy"])
