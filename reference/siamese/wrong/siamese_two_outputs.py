# loses: build_siamese
# Two outputs, one for each answer, instead of one.
def build_siamese(tower):
    a, b = keras.Input(tower.input_shape[1:]), keras.Input(tower.input_shape[1:])
    gap = ops.abs(tower(a) - tower(b))
    return keras.Model([a, b], layers.Dense(2, activation="softmax")(gap))
