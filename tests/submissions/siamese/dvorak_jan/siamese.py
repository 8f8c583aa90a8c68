import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

def make_pairs(x, y, seed):
    # integers instead of float32
    rng = np.random.default_rng(seed)
    a, b, same = [], [], []
    for i in range(len(x)):
        alike = np.flatnonzero(y == y[i])
        a += [x[i], x[i]]
        b += [x[rng.choice(alike[alike != i])], x[rng.choice(np.flatnonzero(y != y[i]))]]
        same += [1, 0]
    return np.array(a), np.array(b), np.array(same)


def build_tower(input_shape, embedding_dim):
    return keras.Sequential([
        layers.Input(input_shape),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dense(embedding_dim),
    ])


def build_siamese(tower):
    a = layers.Input(tower.input_shape[1:])
    b = layers.Input(tower.input_shape[1:])
    difference = tower(a) - tower(b)
    distance = keras.ops.sum(difference * difference, axis=1, keepdims=True)
    return keras.Model([a, b], keras.ops.exp(-distance))


def train(x, y, seed):
    # TODO: training
    tower = build_tower((8, 8, 1), 32)
    return tower, build_siamese(tower)


def one_shot(tower, support_x, support_y, query_x):
    known, asked = tower.predict(support_x, verbose=0), tower.predict(query_x, verbose=0)
    return np.array([np.argmin(np.linalg.norm(known - e, axis=1)) for e in asked])
