# loses: diverges
# The distance is compared with that of 10, wherever the walk started.
import math


def diverges(eta, x0=10.0, steps=50):
    x = x0
    for _ in range(steps):
        x -= eta * (2.0 * x - 4.0)
    return not math.isfinite(x) or abs(x - 2.0) > 8.0
