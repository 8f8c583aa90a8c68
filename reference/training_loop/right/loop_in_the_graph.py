# The whole epoch is one tf.function over a tf.data pipeline; steps are compiled functions of float64 tensors.
import numpy as np
import tensorflow as tf


def batches(x, y, batch_size):
    n = len(x)
    i = 0
    while i < n:
        j = min(i + batch_size, n)
        yield (np.array(x[i:j]), np.array(y[i:j]))
        i = j


def split(x, y, validation_fraction, seed):
    n = x.shape[0]
    rng = np.random.Generator(np.random.MT19937(seed))
    chosen = np.zeros(n, dtype=bool)
    chosen[rng.choice(n, size=int(validation_fraction * n), replace=False)] = True
    return x[~chosen], y[~chosen], x[chosen], y[chosen]


@tf.function
def crossentropy(y_true, y_pred):
    c = tf.shape(y_pred)[1]
    return -tf.reduce_mean(
        tf.reduce_sum(tf.one_hot(y_true, c, dtype=y_pred.dtype) * tf.math.log(tf.clip_by_value(y_pred, 1e-10, 1.0)), 1)
    )


sgd_step = tf.function(lambda w, g, eta: w - eta * g)


@tf.function
def momentum_step(w, v, g, eta, beta):
    v = beta * v - eta * g
    return w + v, v


@tf.function(jit_compile=True)
def adagrad_step(w, s, g, eta, eps):
    s = s + g * g
    return w - eta * g / (tf.sqrt(s) + eps), s


@tf.function(jit_compile=True)
def rmsprop_step(w, s, g, eta, rho, eps):
    s = rho * s + (1.0 - rho) * g * g
    return w - eta * g / (tf.sqrt(s) + eps), s


@tf.function(jit_compile=True)
def adadelta_step(w, s, d, g, rho, eps):
    s = rho * s + (1.0 - rho) * g * g
    delta = -tf.sqrt(d + eps) / tf.sqrt(s + eps) * g
    return w + delta, s, rho * d + (1.0 - rho) * delta * delta


@tf.function(jit_compile=True)
def adam_step(w, m, v, g, t, eta, beta1, beta2, eps):
    m = beta1 * m + (1.0 - beta1) * g
    v = beta2 * v + (1.0 - beta2) * g * g
    return w - eta * m / (1.0 - beta1**t) / (tf.sqrt(v / (1.0 - beta2**t)) + eps), m, v


class Net(tf.Module):
    def __init__(self, d, c, seed):
        init = tf.random.Generator.from_seed(seed)
        self.W1 = tf.Variable(init.normal((d, 100), stddev=0.15))
        self.b1 = tf.Variable(tf.zeros(100))
        self.W2 = tf.Variable(init.normal((100, c), stddev=0.15))
        self.b2 = tf.Variable(tf.zeros(c))

    def logits(self, x):
        return tf.nn.elu(x @ self.W1 + self.b1) @ self.W2 + self.b2

    def __call__(self, x):
        return tf.nn.softmax(self.logits(tf.convert_to_tensor(x, tf.float32))).numpy()


def fit(x, y, epochs, batch_size, eta, seed):
    net = Net(x.shape[1], int(max(y)) + 1, seed)
    data = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(2000, seed=seed).batch(batch_size).prefetch(1)

    @tf.function
    def epoch():
        for xb, yb in data:
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(yb, net.logits(xb)))
            for w, g in zip(net.trainable_variables, tape.gradient(loss, net.trainable_variables)):
                w.assign_sub(eta * g)

    for _ in range(epochs):
        epoch()
    return net
