# loses: NaiveSequential
# Every layer gets the first input.

class NaiveSequential:
    def __init__(self, layers):
        self.layers = layers

    def __call__(self, inputs):
        for layer in self.layers:
            outputs = layer(inputs)
        return outputs

    @property
    def weights(self):
        return [weight for layer in self.layers for weight in layer.weights]
