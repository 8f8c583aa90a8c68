# loses: build_tower
# A bare function instead of a keras.Model.
def build_tower(input_shape, embedding_dim):
    network = small_network(input_shape, embedding_dim)

    def tower(images, training=False):
        return network(images, training=training)

    tower.trainable_weights = network.trainable_weights
    return tower
