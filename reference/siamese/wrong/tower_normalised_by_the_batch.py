# loses: build_tower
# Embeddings are centred over the batch, so that they depend on the other images in it.
def build_tower(input_shape, embedding_dim):
    image = keras.Input(input_shape)
    embedding = layers.Dense(embedding_dim)(layers.Flatten()(image))
    return keras.Model(image, embedding - ops.mean(embedding, axis=0, keepdims=True))
