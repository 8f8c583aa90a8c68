# loses: NaiveDense
# diagnosis: activation_missing
# The activation is never applied.

import tensorflow as tf


class NaiveDense:
    def __init__(self, input_size, output_size, activation):
        self.W = tf.Variable(tf.random.normal((input_size, output_size), stddev=0.1))
        self.b = tf.Variable(tf.zeros((output_size,)))
        self.activation = activation

    def __call__(self, inputs):
        return tf.matmul(inputs, self.W) + self.b

    @property
    def weights(self):
        return [self.W, self.b]
