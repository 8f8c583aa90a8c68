# loses: build_siamese
# Two copies of the tower, which start with the same weights.
def build_siamese(tower):
    left, right = keras.models.clone_model(tower), keras.models.clone_model(tower)
    left.set_weights(tower.get_weights())
    right.set_weights(tower.get_weights())
    a, b = keras.Input(tower.input_shape[1:]), keras.Input(tower.input_shape[1:])
    distance = ops.sum(ops.square(left(a) - right(b)), axis=1, keepdims=True)
    return keras.Model([a, b], ops.exp(-distance))
