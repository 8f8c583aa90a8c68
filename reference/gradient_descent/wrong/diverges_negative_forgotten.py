# loses: diverges
# Negative learning rates are forgotten.
def diverges(eta, x0=10.0, steps=50):
    return eta > 1.0
