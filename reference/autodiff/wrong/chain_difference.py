# loses: chain
# A central difference over the whole chain.
import tensorflow as tf


def chain(fs, x):
    def value(x):
        x = tf.constant(x)
        for f in fs:
            x = f(x)
        return float(x)

    return value(x), (value(x + 0.005) - value(x - 0.005)) / 0.01
