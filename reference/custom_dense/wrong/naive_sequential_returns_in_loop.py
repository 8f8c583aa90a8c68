# loses: NaiveSequential
# The loop returns after the first layer.

class NaiveSequential:
    def __init__(self, layers):
        self.layers = layers

    def __call__(self, inputs):
        for layer in self.layers:
            return layer(inputs)

    @property
    def weights(self):
        return [weight for layer in self.layers for weight in layer.weights]
