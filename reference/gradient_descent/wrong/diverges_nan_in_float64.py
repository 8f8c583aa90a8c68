# loses: diverges
# In Python floats too a long walk ends in NaN, and a comparison with NaN is false.


def diverges(eta, x0=10.0, steps=50):
    x = x0
    for _ in range(steps):
        x = x - eta * (2 * x - 4)
    return abs(x - 2) > abs(x0 - 2)
