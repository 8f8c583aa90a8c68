# loses: build_siamese
# diagnosis: inverted
# The output is high for pairs of different classes, and the head has no weights to learn otherwise.
def build_siamese(tower):
    a, b = keras.Input(tower.input_shape[1:]), keras.Input(tower.input_shape[1:])
    distance = ops.sum(ops.abs(tower(a) - tower(b)), axis=1, keepdims=True)
    return keras.Model([a, b], 1 - ops.exp(-distance))
