"""Cosine with one Dense unit on it, convolutions with global pooling, dot products for one_shot."""
import numpy as np
import tensorflow as tf
from tensorflow.keras import Model, layers


def make_pairs(x, y, seed):
    rng = np.random.default_rng(seed)
    equal = y[:, None] == y[None, :]
    noise = rng.random(equal.shape)
    mates = np.where(equal & ~np.eye(len(y), dtype=bool), noise, -1.0).argmax(axis=1)
    strangers = np.where(equal, -1.0, noise).argmax(axis=1)
    a = np.repeat(x, 2, axis=0)
    b = np.stack([x[mates], x[strangers]], axis=1).reshape(a.shape)
    same = np.tile(np.array([1.0, 0.0], dtype=np.float32), len(x))
    return a, b, same


def build_tower(input_shape, embedding_dim):
    image = layers.Input(shape=input_shape)
    out = layers.Conv2D(24, 3, activation="relu", padding="same")(image)
    out = layers.Conv2D(48, 3, activation="relu", strides=2, padding="same")(out)
    out = layers.Conv2D(96, 3, activation="relu")(out)
    out = layers.GlobalMaxPooling2D()(out)
    out = layers.Dense(embedding_dim)(out)
    return Model(image, out)


def build_siamese(tower):
    a, b = layers.Input(tower.input_shape[1:]), layers.Input(tower.input_shape[1:])
    cosine = layers.Dot(axes=1, normalize=True)([tower(a), tower(b)])
    steep = layers.Dense(1, activation="sigmoid", kernel_initializer=tf.keras.initializers.Constant(5.0))
    return Model([a, b], steep(cosine))


def train(x, y, seed):
    tf.keras.utils.set_random_seed(seed)
    tower = build_tower((8, 8, 1), 32)
    siamese = build_siamese(tower)
    siamese.compile(loss="binary_crossentropy", optimizer=tf.keras.optimizers.Adam(0.002))
    a, b, same = (np.concatenate(arrays) for arrays in zip(*(make_pairs(x, y, seed + i) for i in range(12))))
    siamese.fit([a, b], same, batch_size=64, epochs=1, verbose=0)
    return tower, siamese


def one_shot(tower, support_x, support_y, query_x):
    def normalised(images):
        embedded = tower.predict(images, verbose=0)
        return embedded / np.linalg.norm(embedded, axis=1, keepdims=True)

    return support_y[(normalised(query_x) @ normalised(support_x).T).argmax(axis=1)]
