# loses: build_siamese
# The first input goes through the tower, the second through a copy of it.
def build_siamese(tower):
    right = keras.models.clone_model(tower)
    right.set_weights(tower.get_weights())
    a, b = keras.Input(tower.input_shape[1:]), keras.Input(tower.input_shape[1:])
    gap = ops.abs(tower(a) - right(b))
    return keras.Model([a, b], layers.Dense(1, activation="sigmoid")(gap))
