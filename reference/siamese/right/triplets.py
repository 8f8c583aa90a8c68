"""The tower learns from triplets of a batch; the siamese head has no weights and is put on top afterwards."""
import numpy as np
import tensorflow as tf
import keras
from keras import layers


def make_pairs(x, y, seed):
    rng = np.random.default_rng(seed)
    n = len(x)
    order = rng.permutation(n)  # sorted by class, shuffled within it
    order = order[np.argsort(y[order], kind="stable")]
    mate, stranger = np.empty(n, dtype=int), np.empty(n, dtype=int)
    start = 0
    for count in np.unique(y, return_counts=True)[1]:
        members = order[start : start + count]
        mate[members] = np.roll(members, -1)
        rest = np.concatenate([order[:start], order[start + count :]])
        stranger[members] = rest[rng.integers(0, len(rest), count)]
        start += count
    a = np.concatenate((x[mate], x[stranger]), axis=0)
    b = np.concatenate((x, x), axis=0)
    return a, b, np.hstack([np.ones(n), np.zeros(n)]).astype("float32")


class Standardise(layers.Layer):
    """Every embedding gets length 1."""

    def call(self, inputs):
        return tf.math.l2_normalize(inputs, axis=-1)


def build_tower(input_shape, embedding_dim):
    return keras.Sequential([
        layers.Input(input_shape),
        layers.Flatten(),
        layers.Dense(256, activation="gelu"),
        layers.Dense(embedding_dim),
        Standardise(),
    ])


def build_siamese(tower):
    a = keras.Input(tower.input_shape[1:])
    b = keras.Input(tower.input_shape[1:])
    cosine = layers.Dot(axes=-1, normalize=True)([tower(a), tower(b)])
    return keras.Model([a, b], layers.Rescaling(scale=0.5, offset=0.5)(cosine))


def train(x, y, seed):
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    tower = build_tower(x.shape[1:], 48)
    optimizer = keras.optimizers.Adam(1e-3)
    _, y = np.unique(y, return_inverse=True)

    @tf.function
    def step(images, labels):
        with tf.GradientTape() as tape:
            embedded = tower(images, training=True)
            distance = 2.0 - 2.0 * tf.matmul(embedded, embedded, transpose_b=True)
            equal = tf.equal(labels[:, None], labels[None, :])
            # every anchor with its farthest mate and its nearest stranger
            farthest = tf.reduce_max(tf.where(equal, distance, -1.0), axis=1)
            nearest = tf.reduce_min(tf.where(equal, 9.0, distance), axis=1)
            loss = tf.reduce_mean(tf.nn.softplus(4.0 * (farthest - nearest)))
        gradients = tape.gradient(loss, tower.trainable_variables)
        optimizer.apply(gradients, tower.trainable_variables)

    for _ in range(40):
        order = rng.permutation(len(x))
        for start in range(0, len(x) - 63, 64):
            rows = order[start : start + 64]
            step(tf.constant(x[rows]), tf.constant(y[rows]))
    return tower, build_siamese(tower)


def one_shot(tower, support_x, support_y, query_x):
    support, query = tower(support_x), tower(query_x)
    similarity = -keras.losses.cosine_similarity(query[:, None, :], support[None, :, :], axis=-1)
    return tf.gather(tf.constant(support_y), tf.argmax(similarity, axis=1))
