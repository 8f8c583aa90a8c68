"""A lookup table of activations instead of Keras' own, einsum, the config holds the name only and no base config."""

import math

import keras
import tensorflow as tf

BY_NAME = {
    "linear": tf.identity,
    "relu": tf.nn.relu,
    "tanh": tf.math.tanh,
    "sigmoid": tf.math.sigmoid,
    "softmax": tf.nn.softmax,
    "elu": tf.nn.elu,
    "selu": tf.nn.selu,
    "softplus": tf.nn.softplus,
}


class SimpleDense(keras.Layer):
    def __init__(self, units, activation=None):
        super().__init__()
        self.units = units
        self.activation = activation

    def build(self, input_shape):
        *_, d = input_shape
        bound = math.sqrt(6.0 / d)
        self.W = self.add_weight(
            shape=(d, self.units), initializer=keras.initializers.RandomUniform(-bound, bound), dtype="float32"
        )
        self.b = self.add_weight(shape=(self.units,), initializer="zeros")

    def call(self, x):
        z = tf.einsum("...d,du->...u", x, tf.convert_to_tensor(self.W)) + self.b
        if self.activation is None:
            return z
        if isinstance(self.activation, str):
            return BY_NAME[self.activation](z)
        return self.activation(z)

    def get_config(self):
        return {"units": self.units, "activation": self.activation}


class NaiveDense:
    __slots__ = ("W", "b", "activation")

    def __init__(self, input_size, output_size, activation):
        self.W = tf.Variable(tf.random.truncated_normal([input_size, output_size], stddev=input_size**-0.5))
        self.b = tf.Variable([0.0] * output_size)
        self.activation = activation

    def __call__(self, x):
        return self.activation(tf.einsum("nd,du->nu", x, self.W) + self.b)

    weights = property(lambda self: [self.W, self.b])


class NaiveSequential:
    def __init__(self, layers):
        self._layers = layers

    def __call__(self, x):
        for k in range(len(self._layers)):
            x = self._layers[k](x)
        return x

    @property
    def weights(self):
        return sum([list(layer.weights) for layer in self._layers], [])
