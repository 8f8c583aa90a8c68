# loses: make_pairs
# diagnosis: argument_changed
# The rows of x and y are shuffled in place before they are paired.
def make_pairs(x, y, seed):
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(x))
    x[:], y[:] = x[order], y[order]
    mates, strangers = draw_partners(y, rng)
    same = np.repeat(np.array([1, 0], dtype="float32"), len(x))
    return np.concatenate([x, x]), np.concatenate([x[mates], x[strangers]]), same
