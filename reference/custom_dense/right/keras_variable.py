"""keras.Variable objects assigned in build(), a doubly transposed product, activations told apart by match."""

import keras
import tensorflow as tf


class SimpleDense(keras.layers.Layer):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.config = {"units": units, "activation": activation}

    def build(self, input_shape):
        shape = (input_shape[-1], self.config["units"])
        self.W = keras.Variable(keras.random.normal(shape, stddev=0.05))
        self.b = keras.Variable(keras.ops.zeros(shape[1:]))

    def call(self, inputs):
        z = tf.matmul(inputs, tf.transpose(tf.convert_to_tensor(self.W)), transpose_b=True) + self.b
        match self.config["activation"]:
            case None:
                return z
            case str() as name:
                return keras.activations.get(name)(z)
            case function:
                return function(z)

    def get_config(self):
        return super().get_config() | self.config


class Weighted:
    def __init__(self, *weights):
        self.weights = list(weights)


class NaiveDense(Weighted):
    def __init__(self, input_size, output_size, activation):
        super().__init__(
            tf.Variable(tf.random.uniform((input_size, output_size), -0.5, 0.5)), tf.Variable(tf.zeros((output_size,)))
        )
        self.activation = activation

    @property
    def W(self):
        return self.weights[0]

    @property
    def b(self):
        return self.weights[1]

    def __call__(self, inputs):
        z = tf.transpose(tf.matmul(self.W, inputs, transpose_a=True, transpose_b=True))
        return self.activation(z + self.b)


class NaiveSequential(Weighted):
    def __init__(self, layers):
        super().__init__(*(weight for layer in layers for weight in layer.weights))
        composed = lambda x: x
        for layer in layers:
            composed = lambda x, before=composed, layer=layer: layer(before(x))
        self.forward = composed

    def __call__(self, inputs):
        return self.forward(inputs)
