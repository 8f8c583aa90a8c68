# loses: tanh_loss_gradient
# Forward differences, entry by entry.
import numpy as np


def tanh_loss_gradient(W, x, y):
    def loss(W):
        return np.sum((np.tanh(W @ x) - y) ** 2)

    result = np.empty_like(W)
    for place in np.ndindex(*W.shape):
        moved = W.copy()
        moved[place] += 1e-3
        result[place] = (loss(moved) - loss(W)) / 1e-3
    return result
