# loses: make_pairs
# n pairs of each kind, but of rows drawn at random: some rows have no pair of their own.
def make_pairs(x, y, seed):
    rng = np.random.default_rng(seed)
    left = rng.integers(len(x), size=2 * len(x))
    mates, strangers = draw_partners(y, rng)
    n = len(x)
    same = np.repeat(np.array([1, 0], dtype="float32"), n)
    return x[left], np.concatenate([x[mates[left[:n]]], x[strangers[left[n:]]]]), same
