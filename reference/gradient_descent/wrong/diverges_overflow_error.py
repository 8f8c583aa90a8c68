# loses: diverges
# A power of a Python float that grows too large raises an OverflowError.


def diverges(eta, x0=10.0, steps=50):
    return abs(x0 - 2.0) * abs(1.0 - 2.0 * eta) ** steps > abs(x0 - 2.0)
