# loses: one_shot
# argmax of the distances takes the least similar image.
def one_shot(tower, support_x, support_y, query_x):
    support, query = np.asarray(tower(support_x)), np.asarray(tower(query_x))
    return support_y[((query[:, None] - support[None]) ** 2).sum(axis=-1).argmax(axis=1)]
