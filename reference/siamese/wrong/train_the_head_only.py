# loses: train
# The tower is frozen at its random weights, only the head is trained.
def train(x, y, seed):
    keras.utils.set_random_seed(seed)
    tower = small_network(x.shape[1:], 32)
    tower.trainable = False
    a, b = keras.Input(x.shape[1:]), keras.Input(x.shape[1:])
    siamese = keras.Model([a, b], layers.Dense(1, activation="sigmoid")(ops.abs(tower(a) - tower(b))))
    siamese.compile(keras.optimizers.Adam(5e-3), loss="binary_crossentropy")
    same = np.repeat(np.array([1, 0], dtype="float32"), len(x))
    mates, strangers = draw_partners(y, np.random.default_rng(seed))
    siamese.fit([np.concatenate([x, x]), np.concatenate([x[mates], x[strangers]])], same, epochs=10, verbose=0)
    return tower, siamese
