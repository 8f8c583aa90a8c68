# loses: overfitting_gap
# diagnosis: first_case_only
# The gap after the first epoch.
def overfitting_gap(history):
    return history["accuracy"][0] - history["val_accuracy"][0]
