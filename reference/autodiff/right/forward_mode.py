# Forward mode: directional derivatives by a ForwardAccumulator, and one over a tape for the second derivative.
import numpy as np
import tensorflow as tf

Forward = tf.autodiff.ForwardAccumulator


def derivative(f, x):
    x = tf.convert_to_tensor(np.float32(x))
    with Forward(x, tf.ones([])) as forward:
        y = f(x)
    return forward.jvp(y)


def partials(f, x, y):
    x, y = tf.convert_to_tensor(np.float32(x)), tf.convert_to_tensor(np.float32(y))
    found = []
    for direction in ((1.0, 0.0), (0.0, 1.0)):
        with Forward([x, y], [tf.constant(part) for part in direction]) as forward:
            z = f(x, y)
        found.append(np.float64(forward.jvp(z)))
    return found


def tanh_loss_gradient(W, x, y):
    weights = tf.constant(W)
    result = np.zeros(W.shape, np.float32)
    for place in np.ndindex(*W.shape):
        direction = np.zeros(W.shape, np.float32)
        direction[place] = 1.0
        with Forward(weights, tf.constant(direction)) as forward:
            loss = tf.reduce_sum(tf.math.squared_difference(tf.tanh(tf.linalg.matvec(weights, x)), y))
        result[place] = forward.jvp(loss)
    return result


def second_derivative(f, t):
    t = tf.constant(t)
    with Forward(t, tf.constant(1.0)) as forward:
        with tf.GradientTape() as tape:
            tape.watch(t)
            position = f(t)
        speed = tape.gradient(position, t)
    return np.float32(forward.jvp(speed))


def chain(fs, x):
    value, slope = tf.constant(x), tf.constant(1.0)
    for f in fs:
        with Forward(value, slope) as forward:
            result = f(value)
        value, slope = result, forward.jvp(result)
    return [value, slope]
