# loses: make_pairs
# Every row gets one pair only, of its own class or of another by a throw of a coin.
def make_pairs(x, y, seed):
    rng = np.random.default_rng(seed)
    mates, strangers = draw_partners(y, rng)
    heads = rng.random(len(x)) < 0.5
    return x.copy(), x[np.where(heads, mates, strangers)], heads.astype("float32")
