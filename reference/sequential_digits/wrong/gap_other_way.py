# loses: overfitting_gap
# diagnosis: sign
# Validation minus training.
def overfitting_gap(history):
    return history["val_accuracy"][-1] - history["accuracy"][-1]
