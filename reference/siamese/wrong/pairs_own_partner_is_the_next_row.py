# loses: make_pairs
# diagnosis: seed_ignored
# The partner of the own class is always the next row of that class; only the other partner is drawn.
import numpy as np


def make_pairs(x, y, seed):
    x, y = np.asarray(x), np.asarray(y)
    rng = np.random.default_rng(seed)
    a, b, same = [], [], []
    for i in range(len(x)):
        own = np.flatnonzero(y == y[i])
        following = own[(np.searchsorted(own, i) + 1) % len(own)]
        other = rng.choice(np.flatnonzero(y != y[i]))
        a += [x[i], x[i]]
        b += [x[following], x[other]]
        same += [1.0, 0.0]
    return np.array(a), np.array(b), np.array(same, dtype=np.float32)
