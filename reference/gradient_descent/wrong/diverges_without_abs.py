# loses: diverges
# The distance has a sign: walks that end left of 2 seem near.
import math


def diverges(eta, x0=10.0, steps=50):
    x = x0
    for _ in range(steps):
        x -= eta * (2.0 * x - 4.0)
    return not math.isfinite(x) or x - 2.0 > x0 - 2.0
