# loses: NaiveSequential
# Weights of the same shape are kept once.

class NaiveSequential:
    def __init__(self, layers):
        self.layers = layers

    def __call__(self, inputs):
        for layer in self.layers:
            inputs = layer(inputs)
        return inputs

    @property
    def weights(self):
        return list({tuple(weight.shape): weight for layer in self.layers for weight in layer.weights}.values())
