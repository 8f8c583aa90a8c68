# loses: build_siamese
# The output is the distance of the embeddings, which exceeds 1.
def build_siamese(tower):
    a, b = keras.Input(tower.input_shape[1:]), keras.Input(tower.input_shape[1:])
    squared = ops.sum(ops.square(tower(a) - tower(b)), axis=1, keepdims=True)
    return keras.Model([a, b], ops.sqrt(squared + 1e-7))
