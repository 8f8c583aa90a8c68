# loses: make_pairs
# diagnosis: dtype
# same is float64, as NumPy makes it when nothing is said.
def make_pairs(x, y, seed):
    mates, strangers = draw_partners(y, np.random.default_rng(seed))
    same = np.concatenate([np.ones(len(x)), np.zeros(len(x))])
    return np.concatenate([x, x]), np.concatenate([x[mates], x[strangers]]), same
