"""No get_config (Keras writes one from the plain arguments), private attributes, a graph function."""

from itertools import chain

import keras
import numpy as np
import tensorflow as tf


class SimpleDense(keras.layers.Layer):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        self._units = units
        self._activate = keras.activations.get(activation)
        self._kernel = self._bias = None

    @property
    def W(self):
        return self._kernel

    @property
    def b(self):
        return self._bias

    def build(self, input_shape):
        first = np.random.default_rng().uniform(-0.1, 0.1, (input_shape[-1], self._units)).astype("float32")
        self._kernel = self.add_weight(shape=first.shape, initializer=lambda shape, dtype=None: tf.constant(first))
        self._bias = self.add_weight(shape=(self._units,), initializer=keras.ops.zeros)

    def call(self, inputs):
        return self._activate(keras.ops.einsum("...i,ij->...j", inputs, self._kernel) + self._bias)


class NaiveDense:
    def __init__(self, input_size, output_size, activation):
        self.__W = tf.Variable(np.random.randn(input_size, output_size).astype(np.float32) / input_size)
        self.__b = tf.Variable(np.zeros((output_size,), np.float32))
        self.__activation = activation

    @property
    def W(self):
        return self.__W

    @property
    def b(self):
        return self.__b

    @property
    def weights(self):
        return [self.__W, self.__b]

    @tf.function
    def __call__(self, inputs):
        return self.__activation(tf.linalg.matmul(inputs, self.__W) + self.__b)


class NaiveSequential:
    def __init__(self, layers):
        self.layers = list(layers)

    @property
    def weights(self):
        return list(chain.from_iterable(layer.weights for layer in self.layers))

    def __call__(self, inputs):
        first, *others = self.layers
        x = first(inputs)
        for layer in others:
            x = layer(x)
        return x
