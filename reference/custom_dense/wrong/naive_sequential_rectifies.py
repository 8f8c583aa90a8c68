# loses: NaiveSequential
# Every layer but the last is followed by a relu that nobody asked for.

import tensorflow as tf


class NaiveSequential:
    def __init__(self, layers):
        self.layers = layers

    def __call__(self, inputs):
        for layer in self.layers:
            inputs = tf.nn.relu(layer(inputs)) if layer is not self.layers[-1] else layer(inputs)
        return inputs

    @property
    def weights(self):
        return [weight for layer in self.layers for weight in layer.weights]
