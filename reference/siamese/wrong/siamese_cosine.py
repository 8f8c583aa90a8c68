# loses: build_siamese
# The output is the cosine, which may be negative.
def build_siamese(tower):
    a, b = keras.Input(tower.input_shape[1:]), keras.Input(tower.input_shape[1:])
    return keras.Model([a, b], layers.Dot(axes=1, normalize=True)([tower(a), tower(b)]))
