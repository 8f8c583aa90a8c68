# loses: build_siamese
# The first input goes through the tower, the second through a copy of it.
class TowerAndCopy(keras.Model):
    def __init__(self, tower, copy):
        super().__init__()
        self.tower, self.copy = tower, copy
        self.score = layers.Dense(1, activation="sigmoid")

    def call(self, pair):
        return self.score(ops.abs(self.tower(pair[0]) - self.copy(pair[1])))


def build_siamese(tower):
    copy = keras.models.clone_model(tower)
    copy.set_weights(tower.get_weights())
    return TowerAndCopy(tower, copy)
