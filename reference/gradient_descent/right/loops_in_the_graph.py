"""Whole loops as graphs: tf.range and tf.TensorArray, do_update called within a graph, tensors returned."""
import tensorflow as tf


@tf.function
def _descend(x, eta, steps):
    xs = tf.TensorArray(tf.float32, size=steps)
    ys = tf.TensorArray(tf.float32, size=steps)
    for i in tf.range(steps):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = x * (x - 4.0) + 4.0
        x = x - eta * tape.gradient(y, x)
        xs = xs.write(i, x)
        ys = ys.write(i, y)
    return xs.stack(), ys.stack()


def descend(x0=10.0, eta=0.1, steps=50):
    return _descend(tf.constant(x0), tf.constant(eta), tf.constant(steps))


@tf.function(reduce_retracing=True)
def do_update(x, eta):
    with tf.GradientTape() as tape:
        y = x * (x - 4.0) + 4.0
    x.assign_sub(tf.multiply(eta, tape.gradient(y, x)))
    return y


@tf.function
def _walk(x, eta, steps):
    xs = tf.TensorArray(tf.float32, size=steps)
    ys = tf.TensorArray(tf.float32, size=steps)
    for i in tf.range(steps):
        ys = ys.write(i, do_update(x, eta))
        xs = xs.write(i, x.read_value())
    return xs.stack(), ys.stack()


def descend_graph(x0=10.0, eta=0.1, steps=50):
    return _walk(tf.Variable(x0, dtype=tf.float32), tf.constant(eta), tf.constant(steps))


def descend_optimizer(x0=10.0, eta=0.1, steps=50):
    x = tf.Variable(x0, dtype=tf.float32)
    sgd = tf.keras.optimizers.SGD(learning_rate=eta)
    sgd.build([x])

    @tf.function
    def walk(n):
        xs = tf.TensorArray(tf.float32, size=n)
        ys = tf.TensorArray(tf.float32, size=n)
        for i in tf.range(n):
            with tf.GradientTape() as tape:
                y = x * (x - 4.0) + 4.0
            sgd.apply([tape.gradient(y, x)], [x])
            ys = ys.write(i, y)
            xs = xs.write(i, x.read_value())
        return xs.stack(), ys.stack()

    return walk(tf.constant(steps))


def descend_multi(f, x0, eta, steps):
    @tf.function
    def walk(x, eta, n):
        for _ in tf.range(n):
            with tf.GradientTape() as tape:
                tape.watch(x)
                y = f(x)
            x = x - eta * tape.gradient(y, x)
        return x

    return walk(tf.constant(x0), tf.constant(eta), tf.constant(steps))


def diverges(eta, x0=10.0, steps=50):
    end = descend(x0, eta, steps)[0][-1]
    return tf.logical_or(~tf.math.is_finite(end), tf.abs(end - 2.0) > abs(x0 - 2.0))


def sgd_linear(X, y, eta, epochs):
    """float32 inside, float64 only at the end."""
    X, y = tf.cast(X, tf.float32), tf.cast(y, tf.float32)
    w = tf.Variable(tf.zeros(X.shape[1]))
    for _ in range(epochs):
        for row, target in zip(X, y):
            with tf.GradientTape() as tape:
                error = 0.5 * (tf.reduce_sum(w * row) - target) ** 2
            w.assign_sub(eta * tape.gradient(error, w))
    return tf.cast(w, tf.float64)
