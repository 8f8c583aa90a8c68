# loses: make_pairs
# The labels are taken to be 0 to 9.
def make_pairs(x, y, seed):
    rng = np.random.default_rng(seed)
    rows_of = [np.flatnonzero(y == digit) for digit in range(10)]
    a, b, same = [], [], []
    for digit, rows in enumerate(rows_of):
        for row in rows:
            other = rng.choice([d for d in range(10) if d != digit and len(rows_of[d])])
            a += [x[row], x[row]]
            b += [x[rng.choice(rows[rows != row])], x[rng.choice(rows_of[other])]]
            same += [1, 0]
    return np.array(a), np.array(b), np.array(same, dtype="float32")
