# loses: NaiveSequential
# diagnosis: order_of_results
# All matrices come first, then all other weights.

class NaiveSequential:
    def __init__(self, layers):
        self.layers = layers

    def __call__(self, inputs):
        for layer in self.layers:
            inputs = layer(inputs)
        return inputs

    @property
    def weights(self):
        return sorted(
            (weight for layer in self.layers for weight in layer.weights), key=lambda weight: -len(weight.shape)
        )
