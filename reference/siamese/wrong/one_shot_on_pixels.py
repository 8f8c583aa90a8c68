# loses: one_shot
# The images themselves are compared, the tower is not used.
def one_shot(tower, support_x, support_y, query_x):
    support = support_x.reshape(len(support_x), -1)
    query = query_x.reshape(len(query_x), -1)
    distances = ((query[:, None] - support[None]) ** 2).sum(axis=-1)
    return support_y[distances.argmin(axis=1)]
