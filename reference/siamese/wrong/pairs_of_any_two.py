# loses: make_pairs
# The pair that should be of different classes is any pair of different rows, of the same class now and then.
def make_pairs(x, y, seed):
    rng = np.random.default_rng(seed)
    mates, _ = draw_partners(y, rng)
    strangers = (np.arange(len(x)) + rng.integers(1, len(x), size=len(x))) % len(x)
    same = np.repeat(np.array([1, 0], dtype="float32"), len(x))
    return np.concatenate([x, x]), np.concatenate([x[mates], x[strangers]]), same
