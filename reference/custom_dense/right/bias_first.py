"""b is made before W, a seeded initializer, super().build() is called, weights are tuples made in __init__."""

from functools import reduce

import numpy as np
import tensorflow as tf


class SimpleDense(tf.keras.layers.Layer):
    def __init__(self, units, activation=None, name=None, trainable=True, dtype=None):
        super().__init__(name=name, trainable=trainable, dtype=dtype)
        self.units = int(units)
        self.activation_as_given = activation

    def build(self, input_shape):
        self.b = self.add_weight(name="bias", shape=[self.units], initializer=tf.keras.initializers.Zeros())
        self.W = self.add_weight(
            name="kernel",
            shape=[int(input_shape[-1]), self.units],
            initializer=tf.keras.initializers.GlorotNormal(seed=7),
        )
        super().build(input_shape)

    def call(self, inputs):
        f = tf.keras.activations.get(self.activation_as_given)
        return f(tf.tensordot(inputs, self.W, axes=1) + self.b)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": self.activation_as_given}


class NaiveDense(object):
    def __init__(self, input_size, output_size, activation):
        generator = np.random.default_rng(3)
        self.b = tf.Variable(np.zeros(output_size), dtype=tf.float32)
        self.W = tf.Variable(generator.normal(0.0, 0.05, (input_size, output_size)), dtype=tf.float32)
        self.weights = (self.W, self.b)
        self.g = activation

    def __call__(self, x):
        return self.g(tf.tensordot(x, self.W, 1) + self.b)


class NaiveSequential:
    def __init__(self, layers):
        self.layers = tuple(layers)
        self.weights = reduce(lambda found, layer: found + tuple(layer.weights), self.layers, ())

    def __call__(self, x):
        return reduce(lambda value, layer: layer(value), self.layers, x)
