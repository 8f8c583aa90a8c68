import tensorflow as tf
from tensorflow import keras


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


layer = SimpleDense(units=32, activation=tf.nn.relu)
print(layer(tf.ones((2, 784))).shape)
print(layer.kernel.shape)  # this attribute does not exist


class NaiveDense:
    def __init__(self, input_size, output_size, activation):
        self.activation = activation
        self.W = tf.Variable(tf.random.uniform((input_size, output_size), -0.1, 0.1))
        self.b = tf.Variable(tf.zeros(output_size))

    def __call__(self, x):
        return self.activation(tf.matmul(x, self.W) + self.b)

    @property
    def weights(self):
        return [self.W, self.b]


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
