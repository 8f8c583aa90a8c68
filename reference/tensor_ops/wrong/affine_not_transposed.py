# loses: affine
# diagnosis: transposed
# W is not transposed: right for symmetric W only.
def affine(points, W, b):
    return points @ W + b
