"""Contrastive loss in a hand-written loop, embeddings of length 1, the anchor on the right, pairs in mixed order."""
import numpy as np
import tensorflow as tf
from tensorflow import keras

MARGIN = 1.0


def make_pairs(x, y, seed):
    rng = np.random.RandomState(seed)
    left, right, same = [], [], []
    for anchor in range(len(y)):
        mates = [i for i in range(len(y)) if y[i] == y[anchor] and i != anchor]
        strangers = [i for i in range(len(y)) if y[i] != y[anchor]]
        left += [rng.choice(mates), rng.choice(strangers)]
        right += [anchor, anchor]
        same += [1.0, 0.0]
    order = rng.permutation(len(left))
    return x[np.array(left)[order]], x[np.array(right)[order]], np.array(same, "float32")[order]


def build_tower(input_shape, embedding_dim):
    return keras.Sequential([
        keras.layers.Input(shape=input_shape),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(embedding_dim),
        keras.layers.UnitNormalization(),
    ])


def build_siamese(tower):
    shape = tower.input_shape[1:]
    first, second = keras.Input(shape, name="first"), keras.Input(shape, name="second")
    squared = keras.ops.sum((tower(first) - tower(second)) ** 2, axis=-1, keepdims=True)
    return keras.Model(inputs=[first, second], outputs=1 / (1 + squared))


def train(x, y, seed):
    keras.utils.set_random_seed(seed)
    tower = build_tower((8, 8, 1), 24)
    optimizer = keras.optimizers.Adam(0.002)

    @tf.function
    def step(a, b, same):
        with tf.GradientTape() as tape:
            squared = tf.reduce_sum((tower(a, training=True) - tower(b, training=True)) ** 2, axis=1)
            distance = tf.sqrt(squared + 1e-9)
            loss = tf.reduce_mean(same * squared + (1 - same) * tf.maximum(MARGIN - distance, 0.0) ** 2)
        gradients = tape.gradient(loss, tower.trainable_variables)
        optimizer.apply_gradients(zip(gradients, tower.trainable_variables))

    index = np.arange(len(x))
    for epoch in range(15):
        a, b, same = make_pairs(index, y, seed + epoch)
        for start in range(0, len(a) - 49, 50):
            part = slice(start, start + 50)
            step(tf.constant(x[a[part]]), tf.constant(x[b[part]]), tf.constant(same[part]))
    return tower, build_siamese(tower)


def one_shot(tower, support_x, support_y, query_x):
    support = tower.predict(support_x, verbose=0)
    query = tower.predict(query_x, verbose=0)
    found = []
    for q in query:
        found.append(support_y[np.argmin([np.linalg.norm(q - s) for s in support])])
    return np.array(found)
