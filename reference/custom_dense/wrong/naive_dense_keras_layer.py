# loses: NaiveDense
# NaiveDense is a layer of Keras.

import tensorflow as tf
from tensorflow import keras


class NaiveDense(keras.layers.Layer):
    def __init__(self, input_size, output_size, activation):
        super().__init__()
        self.W = tf.Variable(tf.random.normal((input_size, output_size), stddev=0.1))
        self.b = tf.Variable(tf.zeros((output_size,)))
        self.activation = activation

    def call(self, inputs):
        return self.activation(tf.matmul(inputs, self.W) + self.b)

    @property
    def weights(self):
        return [self.W, self.b]
