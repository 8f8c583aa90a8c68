"""Subclasses of keras.Model, batch normalisation, fit on a tf.data pipeline."""
import numpy as np
import tensorflow as tf

keras = tf.keras


def make_pairs(x, y, seed):
    rng = np.random.default_rng(seed)
    b_same, b_other = [], []
    for i, label in enumerate(y):
        while True:
            j = rng.integers(len(y))
            if j != i and y[j] == label:
                break
        b_same.append(x[j])
        while True:
            j = rng.integers(len(y))
            if y[j] != label:
                break
        b_other.append(x[j])
    a = list(x) + list(x)
    return a, b_same + b_other, np.concatenate([np.ones(len(x), np.float32), np.zeros(len(x), np.float32)])


class Tower(keras.Model):
    def __init__(self, embedding_dim):
        super().__init__()
        self.flatten = keras.layers.Flatten()
        self.hidden = keras.layers.Dense(160, use_bias=False)
        self.norm = keras.layers.BatchNormalization()
        self.out = keras.layers.Dense(embedding_dim)

    def call(self, images, training=False):
        h = self.norm(self.hidden(self.flatten(images)), training=training)
        return self.out(tf.nn.relu(h))


class Siamese(keras.Model):
    def __init__(self, tower):
        super().__init__()
        self.tower = tower
        self.scale = keras.layers.Dense(1, activation="sigmoid")

    def call(self, inputs, training=False):
        left, right = inputs
        gap = tf.abs(self.tower(left, training=training) - self.tower(right, training=training))
        return self.scale(gap)


def build_tower(input_shape, embedding_dim):
    tower = Tower(embedding_dim)
    tower(np.zeros((1, *input_shape), dtype="float32"))
    return tower


def build_siamese(tower):
    return Siamese(tower)


def train(x, y, seed):
    keras.utils.set_random_seed(seed)
    tower = build_tower(x.shape[1:], 32)
    siamese = build_siamese(tower)
    siamese.compile(optimizer=keras.optimizers.RMSprop(0.001), loss=keras.losses.BinaryCrossentropy())
    for epoch in range(15):
        a, b, same = make_pairs(x, y, seed=seed * 100 + epoch)
        data = tf.data.Dataset.from_tensor_slices(((np.stack(a), np.stack(b)), same[:, None]))
        siamese.fit(data.shuffle(3000, seed=seed).batch(64), verbose=0)
    return tower, siamese


def one_shot(tower, support_x, support_y, query_x):
    support, query = np.array(tower(support_x)), np.array(tower(query_x))
    # the mean similarity to the images of each class
    support /= np.linalg.norm(support, axis=1, keepdims=True)
    query /= np.linalg.norm(query, axis=1, keepdims=True)
    classes = np.unique(support_y)
    means = np.column_stack([(query @ support[support_y == c].T).mean(axis=1) for c in classes])
    return classes[means.argmax(axis=1)].astype(float)
