"""An initializer by its text name; a parameter of two classes stands for something of Keras in one of them."""

import tensorflow as tf
import keras


class SimpleDense(keras.layers.Layer):
    def __init__(self, units, activation=None, **kwargs):
        super(SimpleDense, self).__init__(**kwargs)
        self.units = units
        if activation is None:
            activation = keras.activations.linear
        self.activation = keras.activations.get(activation)

    def build(self, input_shape):
        n = input_shape[-1]
        self.W = self.add_weight(shape=(n, self.units), initializer="random_normal", trainable=True)
        self.b = self.add_weight(shape=(self.units,), initializer="zeros", trainable=True)
        self.built = True

    def call(self, inputs):
        y = tf.matmul(inputs, self.W) + self.b
        return self.activation(y)

    def get_config(self):
        base_config = super().get_config()
        base_config.update({
            "units": self.units,
            "activation": keras.activations.serialize(self.activation),
        })
        return base_config


class NaiveDense:
    def __init__(self, input_size, output_size, activation):
        self.activation = activation
        w_values = tf.random.uniform((input_size, output_size), minval=0, maxval=0.1)
        self.W = tf.Variable(w_values)
        self.b = tf.Variable(tf.zeros((output_size,)))

    def __call__(self, inputs):
        return self.activation(tf.matmul(inputs, self.W) + self.b)

    @property
    def weights(self):
        return [self.W, self.b]


class NaiveSequential:
    def __init__(self, layers):
        self.layers = layers

    def __call__(self, inputs):
        x = inputs
        for layer in self.layers:
            x = layer(x)
        return x

    @property
    def weights(self):
        weights = []
        for layer in self.layers:
            weights += layer.weights
        return weights
