# loses: collapse_affine
# diagnosis: argument_returned
# b1 is forgotten.
def collapse_affine(W1, b1, W2, b2):
    return W2 @ W1, b2
