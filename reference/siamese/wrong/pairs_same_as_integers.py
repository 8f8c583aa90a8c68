# loses: make_pairs
# diagnosis: dtype
# same holds integers instead of float32.
def make_pairs(x, y, seed):
    mates, strangers = draw_partners(y, np.random.default_rng(seed))
    same = np.array([1] * len(x) + [0] * len(x))
    return np.concatenate([x, x]), np.concatenate([x[mates], x[strangers]]), same
