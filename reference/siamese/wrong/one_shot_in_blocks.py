# loses: one_shot
# With several images a class, they are taken to come class by class.
def one_shot(tower, support_x, support_y, query_x):
    support, query = np.asarray(tower(support_x)), np.asarray(tower(query_x))
    _, first = np.unique(support_y, return_index=True)
    labels = support_y[np.sort(first)]
    each = len(support_y) // len(labels)
    prototypes = support.reshape(len(labels), each, -1).mean(axis=1)
    return labels[((query[:, None] - prototypes[None]) ** 2).sum(axis=-1).argmin(axis=1)]
