# loses: NaiveDense
# The variables are not trainable, so no gradient reaches them.

import tensorflow as tf


class NaiveDense:
    def __init__(self, input_size, output_size, activation):
        self.W = tf.Variable(tf.random.normal((input_size, output_size), stddev=0.1), trainable=False)
        self.b = tf.Variable(tf.zeros((output_size,)), trainable=False)
        self.activation = activation

    def __call__(self, inputs):
        return self.activation(tf.matmul(inputs, self.W) + self.b)

    @property
    def weights(self):
        return [self.W, self.b]
