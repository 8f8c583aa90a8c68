# loses: make_pairs
# diagnosis: seed_ignored
# The partners are always the next row of the class and the first row of the next class.
def make_pairs(x, y, seed):
    classes = list(np.unique(y))
    mates, strangers = np.empty(len(y), dtype=int), np.empty(len(y), dtype=int)
    for k, label in enumerate(classes):
        rows = np.flatnonzero(y == label)
        mates[rows] = np.roll(rows, -1)
        strangers[rows] = np.flatnonzero(y == classes[(k + 1) % len(classes)])[0]
    same = np.repeat(np.array([1, 0], dtype="float32"), len(x))
    return np.concatenate([x, x]), np.concatenate([x[mates], x[strangers]]), same
