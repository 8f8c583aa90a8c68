# loses: NaiveDense
# diagnosis: transposed
# W has shape (output_size, input_size).

import tensorflow as tf


class NaiveDense:
    def __init__(self, input_size, output_size, activation):
        self.W = tf.Variable(tf.random.normal((output_size, input_size), stddev=0.1))
        self.b = tf.Variable(tf.zeros((output_size,)))
        self.activation = activation

    def __call__(self, inputs):
        return self.activation(tf.matmul(inputs, self.W, transpose_b=True) + self.b)

    @property
    def weights(self):
        return [self.W, self.b]
