# NumPy only, also in fit: backpropagation by hand, weights that are no variables; no tape, no TensorFlow.
import numpy as np


def batches(x, y, batch_size):
    cuts = np.arange(batch_size, len(x), batch_size)
    return zip(np.split(x, cuts), np.split(y, cuts))


def split(x, y, validation_fraction, seed):
    r = np.random.RandomState(seed)
    order = np.argsort(r.rand(len(x)))
    m = int(len(x) * validation_fraction)
    val, train = order[-m:], order[:-m]
    return [x[train], y[train], x[val], y[val]]


def crossentropy(y_true, y_pred):
    total = 0.0
    for k, row in zip(y_true, y_pred):
        total -= np.log(row[k] + 1e-12)
    return total / len(y_true)


def sgd_step(w, g, eta):
    new = w.copy()
    new -= eta * g
    return new


def momentum_step(w, v, g, eta, beta):
    return w + beta * v - eta * g, beta * v - eta * g


def adagrad_step(w, s, g, eta, eps):
    s = np.hypot(np.sqrt(s), g) ** 2
    return w - eta * (g / (s**0.5 + eps)), s


def rmsprop_step(w, s, g, eta, rho, eps):
    s = s + (1 - rho) * (g * g - s)
    return w - np.divide(eta * g, np.sqrt(s) + eps), s


def adadelta_step(w, s, d, g, rho, eps):
    s = np.average([s, np.square(g)], axis=0, weights=[rho, 1 - rho])
    delta = -np.sqrt((d + eps) / (s + eps)) * g
    return w + delta, s, np.average([d, delta**2], axis=0, weights=[rho, 1 - rho])


def adam_step(w, m, v, g, t, eta, beta1, beta2, eps):
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g**2 - v)
    corrected = np.sqrt(v) / np.sqrt(1 - beta2**t)
    return w - eta / (1 - beta1**t) * m / (corrected + eps), m, v


def fit(x, y, epochs, batch_size, eta, seed):
    r = np.random.RandomState(seed)
    c = len(set(y.tolist()))
    W1, b1 = r.randn(x.shape[1], 40) * 0.2, np.zeros(40)
    W2, b2 = r.randn(40, c) * 0.2, np.zeros(c)

    def forward(x):
        h = np.tanh(x @ W1 + b1)
        z = h @ W2 + b2
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return h, e / e.sum(axis=1, keepdims=True)

    for _ in range(epochs):
        order = r.permutation(len(x))
        for xb, yb in batches(x[order], y[order], batch_size):
            h, p = forward(xb)
            delta = (p - np.eye(c)[yb]) / len(xb)
            below = (delta @ W2.T) * (1 - h**2)
            W2 -= eta * h.T @ delta
            b2 -= eta * delta.sum(axis=0)
            W1 -= eta * xb.T @ below
            b1 -= eta * below.sum(axis=0)
    return lambda x: forward(x)[1]
