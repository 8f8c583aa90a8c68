# loses: diverges
# Whatever has not come near 2 counts as diverging, slow walks too.
def diverges(eta, x0=10.0, steps=50):
    x = x0
    for _ in range(steps):
        x -= eta * (2.0 * x - 4.0)
    return not abs(x - 2.0) < 0.01
