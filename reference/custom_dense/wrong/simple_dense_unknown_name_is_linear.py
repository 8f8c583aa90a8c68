# loses: SimpleDense
# diagnosis: activation_missing
# A name outside of a table of four is taken for no activation.

import tensorflow as tf
from tensorflow import keras


class SimpleDense(keras.layers.Layer):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.activation = activation

    def build(self, input_shape):
        self.W = self.add_weight(shape=(input_shape[-1], self.units), initializer="random_normal")
        self.b = self.add_weight(shape=(self.units,), initializer="zeros")

    def call(self, inputs):
        activation = self.activation
        if isinstance(activation, str):
            names = {"relu": tf.nn.relu, "sigmoid": tf.sigmoid, "tanh": tf.tanh, "softmax": tf.nn.softmax}
            activation = names.get(activation)
        outputs = tf.matmul(inputs, self.W) + self.b
        return outputs if activation is None else activation(outputs)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": self.activation}
