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
    known = np.asarray(tower(support_x))
    found, i = [], 0
    while len(found) < len(query_x):
        e = np.asarray(tower(query_x[i : i + 1]))
        nearest = np.argmin(((known - e) ** 2).sum(axis=1))  # found is never filled
    return found
