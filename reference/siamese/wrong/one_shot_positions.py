# loses: one_shot
# The positions of the nearest support images are returned, not their labels.
def one_shot(tower, support_x, support_y, query_x):
    support, query = np.asarray(tower(support_x)), np.asarray(tower(query_x))
    return ((query[:, None] - support[None]) ** 2).sum(axis=-1).argmin(axis=1)
