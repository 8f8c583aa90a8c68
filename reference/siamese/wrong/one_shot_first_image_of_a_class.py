# loses: one_shot
# Only as many support images as there are classes are looked at.
def one_shot(tower, support_x, support_y, query_x):
    k = len(np.unique(support_y))
    support, query = np.asarray(tower(support_x[:k])), np.asarray(tower(query_x))
    return support_y[((query[:, None] - support[None]) ** 2).sum(axis=-1).argmin(axis=1)]
