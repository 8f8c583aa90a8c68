"""Leading dimensions are flattened and restored, an explicit sum of products, tf.Module as the base class."""

import tensorflow as tf
from tensorflow.keras import activations
from tensorflow.keras.layers import Layer

tf.random.set_seed(11)


class SimpleDense(Layer):
    def __init__(self, units, activation=None, **kw):
        Layer.__init__(self, **kw)
        self.units, self.activation = units, activations.get(activation)

    def build(self, input_shape):
        self.W = self.add_weight(
            shape=(input_shape[-1], self.units), initializer=tf.random_normal_initializer(stddev=0.03)
        )
        self.b = self.add_weight(shape=(self.units,), initializer=tf.zeros_initializer())

    def call(self, inputs):
        width = inputs.shape[-1]
        flat = tf.reshape(inputs, (-1, width))
        flat = tf.nn.bias_add(tf.matmul(flat, self.W), self.b)
        out = tf.reshape(flat, tf.concat([tf.shape(inputs)[:-1], [self.units]], axis=0))
        out.set_shape(list(inputs.shape[:-1]) + [self.units])
        return self.activation(out)

    def get_config(self):
        config = super().get_config()
        config |= dict(units=self.units, activation=self.activation.__name__)
        return config


class NaiveDense(tf.Module):
    def __init__(self, input_size, output_size, activation):
        super().__init__()
        self.W = tf.Variable(tf.random.Generator.from_seed(5).normal((input_size, output_size)) * 0.05)
        self.b = tf.Variable(tf.zeros(output_size))
        self.activation = activation

    def __call__(self, x):
        return self.activation(tf.reduce_sum(x[:, :, tf.newaxis] * self.W[tf.newaxis], axis=1) + self.b)

    @property
    def weights(self):
        return [self.W, self.b]


class NaiveSequential(tf.Module):
    def __init__(self, layers):
        super().__init__()
        self.chain = layers

    def __call__(self, x):
        position = 0
        while position < len(self.chain):
            x = self.chain[position](x)
            position += 1
        return x

    @property
    def weights(self):
        collected = []
        for layer in self.chain:
            collected.extend(layer.weights)
        return collected
