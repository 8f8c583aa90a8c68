# loses: sgd_step
# diagnosis: float16
# Half precision.
import numpy as np


def sgd_step(w, g, eta):
    return (w - eta * g).astype(np.float16)
