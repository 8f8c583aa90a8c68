# loses: build_tower
# The height is taken for the width as well.
def build_tower(input_shape, embedding_dim):
    height = input_shape[0]
    image = keras.Input(input_shape)
    flat = layers.Reshape((height * height * input_shape[2],))(image)
    return keras.Model(image, layers.Dense(embedding_dim)(layers.Dense(64, activation="relu")(flat)))
