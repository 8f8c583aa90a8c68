# loses: make_pairs
# diagnosis: seed_ignored
# The seed is ignored, every call draws the same pairs.
def make_pairs(x, y, seed=42):
    np.random.seed(42)
    mates, strangers = draw_partners(y, np.random.default_rng(np.random.randint(1000)))
    order = np.random.default_rng(seed).permutation(2 * len(x))
    same = np.repeat(np.array([1, 0], dtype="float32"), len(x))
    return np.concatenate([x, x])[order], np.concatenate([x[mates], x[strangers]])[order], same[order]
