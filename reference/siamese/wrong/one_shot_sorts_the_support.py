# loses: one_shot
# diagnosis: argument_changed
# The support set is sorted in place.
def one_shot(tower, support_x, support_y, query_x):
    order = np.argsort(support_y)
    support_x[:], support_y[:] = support_x[order], support_y[order]
    support, query = np.asarray(tower(support_x)), np.asarray(tower(query_x))
    return support_y[((query[:, None] - support[None]) ** 2).sum(axis=-1).argmin(axis=1)]
