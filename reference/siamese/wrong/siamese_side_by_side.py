# loses: build_siamese
# A Dense layer on the two embeddings side by side: it matters which comes first.
def build_siamese(tower):
    a, b = keras.Input(tower.input_shape[1:]), keras.Input(tower.input_shape[1:])
    both = layers.Concatenate()([tower(a), tower(b)])
    hidden = layers.Dense(16, activation="relu")(both)
    return keras.Model([a, b], layers.Dense(1, activation="sigmoid")(hidden))
