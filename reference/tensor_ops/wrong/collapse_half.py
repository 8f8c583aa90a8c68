# loses: collapse_affine
# diagnosis: float16
# Half precision.
import tensorflow as tf


def collapse_affine(W1, b1, W2, b2):
    W1, b1, W2, b2 = (tf.cast(t, tf.float16) for t in (W1, b1, W2, b2))
    return tf.cast(W2 @ W1, tf.float32), tf.cast(tf.linalg.matvec(W2, b1) + b2, tf.float32)
