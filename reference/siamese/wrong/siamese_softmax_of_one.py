# loses: build_siamese
# diagnosis: same_for_all
# A softmax over a single unit is always 1.
def build_siamese(tower):
    a, b = keras.Input(tower.input_shape[1:]), keras.Input(tower.input_shape[1:])
    gap = ops.abs(tower(a) - tower(b))
    return keras.Model([a, b], layers.Dense(1, activation="softmax")(gap))
