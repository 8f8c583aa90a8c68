# loses: diverges
# Every walk that jumps over the minimum counts as diverging.
def diverges(eta, x0=10.0, steps=50):
    return eta > 0.5
