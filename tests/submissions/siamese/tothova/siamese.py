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

def build_siamese(tower)
    return tower
