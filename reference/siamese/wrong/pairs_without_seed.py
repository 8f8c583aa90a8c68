# loses: make_pairs
# diagnosis: seed_ignored
# The seed is ignored, every call draws new pairs.
def make_pairs(x, y, seed):
    mates, strangers = draw_partners(y, np.random.default_rng())
    same = np.repeat(np.array([1, 0], dtype="float32"), len(x))
    return np.concatenate([x, x]), np.concatenate([x[mates], x[strangers]]), same
