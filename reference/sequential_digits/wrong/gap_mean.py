# loses: overfitting_gap
# diagnosis: first_case_only
# The means over all epochs.
import numpy as np


def overfitting_gap(history):
    return np.mean(history["accuracy"]) - np.mean(history["val_accuracy"])
