# Windows
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
    return keras.Sequential([
        layers.Input(input_shape),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dense(embedding_dim),
    ])

class Closeness(layers.Layer):
    def call(self, pair):
        return tf.exp(-tf.reduce_sum(tf.square(pair[0] - pair[1]), axis=1, keepdims=True))


def build_siamese(tower):
    inputs = [layers.Input(tower.input_shape[1:]), layers.Input(tower.input_shape[1:])]
    return keras.Model(inputs, Closeness()([tower(image) for image in inputs]))


def train(x, y, seed):
    keras.utils.set_random_seed(seed)
    tower = build_tower((8, 8, 1), 32)
    siamese = build_siamese(tower)
    siamese.compile(keras.optimizers.Adam(0.002), "binary_crossentropy")
    for i in range(15):
        a, b, same = make_pairs(x, y, seed + i)
        siamese.fit([a, b], same, batch_size=64, verbose=0)
    return tower, siamese


def one_shot(tower, support_x, support_y, query_x):
    support = tf.math.l2_normalize(tower(support_x), axis=1)
    query = tf.math.l2_normalize(tower(query_x), axis=1)
    return tf.gather(support_y, tf.argmax(query @ tf.transpose(support), axis=1))
