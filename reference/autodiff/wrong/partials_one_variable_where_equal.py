# loses: partials
# Where x equals y, one variable stands for both.
import tensorflow as tf


def partials(f, x, y):
    points = {}
    x, y = (points.setdefault(p, tf.Variable(p)) for p in (x, y))
    with tf.GradientTape() as tape:
        z = f(x, y)
    dx, dy = tape.gradient(z, [x, y])
    return float(dx), float(dy)
