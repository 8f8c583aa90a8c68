# loses: build_siamese
# Two copies of the tower, which start with the same weights.
class TwoTowers(keras.Model):
    def __init__(self, left, right):
        super().__init__()
        self.left, self.right = left, right

    def call(self, pair):
        return ops.exp(-ops.sum(ops.square(self.left(pair[0]) - self.right(pair[1])), axis=1, keepdims=True))


def build_siamese(tower):
    left, right = keras.models.clone_model(tower), keras.models.clone_model(tower)
    left.set_weights(tower.get_weights())
    right.set_weights(tower.get_weights())
    return TwoTowers(left, right)
