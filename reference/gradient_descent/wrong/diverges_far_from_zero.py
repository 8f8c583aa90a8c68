# loses: diverges
# The distance is measured from 0 instead of 2.
import math


def diverges(eta, x0=10.0, steps=50):
    x = x0
    for _ in range(steps):
        x -= eta * (2.0 * x - 4.0)
    return not math.isfinite(x) or abs(x) > abs(x0)
