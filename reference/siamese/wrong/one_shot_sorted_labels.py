# loses: one_shot
# The support images are taken to come in the order of their labels, one a class.
def one_shot(tower, support_x, support_y, query_x):
    support, query = np.asarray(tower(support_x)), np.asarray(tower(query_x))
    nearest = ((query[:, None] - support[None]) ** 2).sum(axis=-1).argmin(axis=1)
    labels = np.unique(support_y)
    return labels[np.minimum(nearest, len(labels) - 1)]
