# loses: overfitting_gap
# diagnosis: rounded
# Rounded to three digits.
def overfitting_gap(history):
    return round(history["accuracy"][-1] - history["val_accuracy"][-1], 3)
