# loses: adam_step
# diagnosis: rounded
# Rounded to three digits.
import numpy as np


def adam_step(w, m, v, g, t, eta, beta1, beta2, eps):
    m = beta1 * m + (1.0 - beta1) * g
    v = beta2 * v + (1.0 - beta2) * g**2
    m_hat = m / (1.0 - beta1**t)
    v_hat = v / (1.0 - beta2**t)
    return tuple(np.round(a, 3) for a in (w - eta * m_hat / (np.sqrt(v_hat) + eps), m, v))
