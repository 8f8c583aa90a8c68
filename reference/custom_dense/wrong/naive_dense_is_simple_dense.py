# loses: NaiveDense
# NaiveDense is SimpleDense, built at once.

class NaiveDense(SimpleDense):
    def __init__(self, input_size, output_size, activation):
        super().__init__(output_size, activation)
        self.build((None, input_size))
