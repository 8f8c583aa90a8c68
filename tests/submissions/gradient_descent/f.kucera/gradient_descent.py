import numpy as np
import tensorflow as tf

tf.config.run_functions_eagerly(True)  # easier to debug


def descend(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable(x0, dtype=tf.float32)
    xs, ys = [], []
    for step in range(steps):
        with tf.GradientTape() as tape:
            y = x**2 - 4 * x + 4
        grad = tape.gradient(y, x)
        x.assign(x - eta * grad)
        xs.append(x.numpy())
        ys.append(y.numpy())
    return np.array(xs), np.array(ys)


@tf.function
def do_update(x, eta):
    with tf.GradientTape() as tape:
        y = x**2 - 4 * x + 4
    x.assign_sub(eta * tape.gradient(y, x))
    return y


def descend_graph(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable(x0, dtype=tf.float32)
    xs, ys = [], []
    for step in range(steps):
        y = do_update(x, eta)
        xs.append(x.numpy())
        ys.append(y.numpy())
    return np.array(xs), np.array(ys)


def descend_optimizer(x0=10.0, eta=0.1, steps=50):
    optimizer = tf.keras.optimizers.SGD(learning_rate=eta)
    x = tf.Variable(x0, dtype=tf.float32)
    xs, ys = [], []
    for step in range(steps):
        with tf.GradientTape() as tape:
            y = x**2 - 4 * x + 4
        optimizer.apply_gradients([(tape.gradient(y, x), x)])
        xs.append(x.numpy())
        ys.append(y.numpy())
    return np.array(xs), np.array(ys)


def descend_multi(f, x0, eta, steps):
    x = tf.Variable(x0, dtype=tf.float32)
    for step in range(steps):
        with tf.GradientTape() as tape:
            y = f(x)
        x.assign_sub(eta * tape.gradient(y, x))
    return x.numpy()


def diverges(eta, x0=10.0, steps=50):
    xs, ys = descend(x0, eta, steps)
    last = float(xs[-1])
    return not np.isfinite(last) or abs(last - 2) > abs(x0 - 2)


def sgd_linear(X, y, eta, epochs):
    w = np.zeros(X.shape[1])
    for epoch in range(epochs):
        for x_i, y_i in zip(X, y):
            w = w - eta * (w @ x_i - y_i) * x_i
    return w
