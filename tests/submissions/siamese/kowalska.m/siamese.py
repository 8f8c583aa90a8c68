import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def make_pairs(x, y, seed):
    rng = np.random.default_rng(seed)
    positive, negative = [], []
    for i in range(len(x)):
        alike = np.flatnonzero(y == y[i])
        positive.append(rng.choice(alike[alike != i]))
        negative.append(rng.choice(np.flatnonzero(y != y[i])))
    a = np.concatenate([x, x])
    b = np.concatenate([x[positive], x[negative]])
    same = np.concatenate([np.ones(len(x)), np.zeros(len(x))]).astype(np.float32)
    return a, b, same

def build_tower(input_shape, embedding_dim):
    inputs = layers.Input(input_shape)
    h = layers.Dense(256, activation="gelu")(layers.Flatten()(inputs))
    return keras.Model(inputs, layers.UnitNormalization()(layers.Dense(embedding_dim)(h)))


def build_siamese(tower):
    # the cosine: high for the same class, but from -1 to 1
    a, b = layers.Input(tower.input_shape[1:]), layers.Input(tower.input_shape[1:])
    return keras.Model([a, b], layers.Dot(axes=1, normalize=True)([tower(a), tower(b)]))


def train(x, y, seed):
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    tower = build_tower(x.shape[1:], 32)
    adam = keras.optimizers.Adam(0.001)

    @tf.function
    def step(images, labels):
        with tf.GradientTape() as tape:
            e = tower(images, training=True)
            distance = 2 - 2 * tf.matmul(e, e, transpose_b=True)
            alike = labels[:, None] == labels[None, :]
            far = tf.reduce_max(tf.where(alike, distance, -1.0), axis=1)
            near = tf.reduce_min(tf.where(alike, 9.0, distance), axis=1)
            loss = tf.reduce_mean(tf.nn.softplus(4 * (far - near)))
        adam.apply_gradients(zip(tape.gradient(loss, tower.trainable_weights), tower.trainable_weights))

    for epoch in range(40):
        order = rng.permutation(len(x))
        for i in range(0, len(x) - 63, 64):
            step(tf.constant(x[order[i : i + 64]]), tf.constant(y[order[i : i + 64]]))
    return tower, build_siamese(tower)


def one_shot(tower, support_x, support_y, query_x):
    known = tower.predict(support_x, verbose=0)
    asked = tower.predict(query_x, verbose=0)
    nearest = [np.argmin(np.linalg.norm(known - e, axis=1)) for e in asked]
    return support_y[nearest]
