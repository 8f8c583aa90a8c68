# loses: make_pairs
# A row may be drawn as its own partner of the same class.
def make_pairs(x, y, seed):
    rng = np.random.default_rng(seed)
    mates = np.array([rng.choice(np.flatnonzero(y == label)) for label in y])
    strangers = np.array([rng.choice(np.flatnonzero(y != label)) for label in y])
    same = np.repeat(np.array([1, 0], dtype="float32"), len(x))
    return np.concatenate([x, x]), np.concatenate([x[mates], x[strangers]]), same
