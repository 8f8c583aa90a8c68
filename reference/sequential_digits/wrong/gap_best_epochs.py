# loses: overfitting_gap
# diagnosis: first_case_only
# The best values instead of the last.
def overfitting_gap(history):
    return max(history["accuracy"]) - max(history["val_accuracy"])
