# loses: sgd_step
# diagnosis: factor_missing
# The rate is forgotten.
import numpy as np


def sgd_step(w, g, eta):
    return w - g
