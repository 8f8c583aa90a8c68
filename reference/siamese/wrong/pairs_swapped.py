# loses: make_pairs
# diagnosis: inverted
# 0 stands for the same class and 1 for different ones, as some papers have it.
def make_pairs(x, y, seed):
    mates, strangers = draw_partners(y, np.random.default_rng(seed))
    same = np.repeat(np.array([0, 1], dtype="float32"), len(x))
    return np.concatenate([x, x]), np.concatenate([x[mates], x[strangers]]), same
