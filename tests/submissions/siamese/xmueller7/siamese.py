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

digits = np.load("my_digits.npy")



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
    known = tower.predict(support_x, verbose=0)
    asked = tower.predict(query_x, verbose=0)
    nearest = [np.argmin(np.linalg.norm(known - e, axis=1)) for e in asked]
    return support_y[nearest]
