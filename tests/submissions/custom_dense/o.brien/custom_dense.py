import tensorflow as tf
from tensorflow import keras
L = tf.keras.layers


class SimpleDense(keras.layers.Layer):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.activation = keras.activations.get(activation)

    def build(self, input_shape):
        self.W = self.add_weight(shape=(input_shape[-1], self.units), initializer="random_normal", name="W")
        self.b = self.add_weight(shape=(self.units,), initializer="zeros", name="b")

    def call(self, x):
        return self.activation(x @ self.W + self.b)

    def get_config(self):
        c = super().get_config()
        c["units"] = self.units
        c["activation"] = keras.activations.serialize(self.activation)
        return c


class NaiveDense:
    def __init__(self, input_size, output_size, activation):
        self.dense = L.Dense(output_size, activation=activation)
        self.dense.build((None, input_size))
        self.W, self.b = self.dense.kernel.value, self.dense.bias.value
        self.weights = [self.W, self.b]

    def __call__(self, x):
        return self.dense(x)


class NaiveSequential:
    def __init__(self, layers):
        self.layers = layers

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    @property
    def weights(self):
        result = []
        for layer in self.layers:
            result += layer.weights
        return result
