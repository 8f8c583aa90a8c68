# loses: NaiveSequential
# diagnosis: offset
# The last layer's weights are applied by hand, its activation is forgotten.

class NaiveSequential:
    def __init__(self, layers):
        self.layers = layers

    def __call__(self, inputs):
        for layer in self.layers:
            inputs = layer(inputs) if layer is not self.layers[-1] else inputs @ layer.weights[0]
        return inputs

    @property
    def weights(self):
        return [weight for layer in self.layers for weight in layer.weights]
