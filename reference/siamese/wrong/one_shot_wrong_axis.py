# loses: one_shot
# The nearest query of every support image, instead of the nearest support image of every query.
def one_shot(tower, support_x, support_y, query_x):
    support, query = np.asarray(tower(support_x)), np.asarray(tower(query_x))
    nearest = ((support[:, None] - query[None]) ** 2).sum(axis=-1).argmin(axis=1)
    return np.resize(support_y[nearest % len(support_y)], len(query_x))
