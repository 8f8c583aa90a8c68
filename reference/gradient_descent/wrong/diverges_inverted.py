# loses: diverges
# diagnosis: inverted
# True and False are swapped.
def diverges(eta, x0=10.0, steps=50):
    return abs(1.0 - 2.0 * eta) <= 1.0
