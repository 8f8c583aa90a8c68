# loses: sgd_step
# diagnosis: addend_missing
# The step, not the place that it leads to.
import numpy as np


def sgd_step(w, g, eta):
    return -eta * g
