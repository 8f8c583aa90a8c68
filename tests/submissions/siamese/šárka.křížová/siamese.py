import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

np.random.seed(0)

def make_pairs(x, y, seed):
    # the seed is not used
    positive = [np.random.choice(np.setdiff1d(np.flatnonzero(y == y[i]), [i])) for i in range(len(y))]
    negative = [np.random.choice(np.flatnonzero(y != y[i])) for i in range(len(y))]
    same = np.repeat(np.float32([1, 0]), len(y))
    return np.concatenate([x, x]), np.concatenate([x[positive], x[negative]]), same


def build_tower(input_shape, embedding_dim):
    return keras.Sequential([
        layers.Input(input_shape),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dense(embedding_dim),
    ])

def build_siamese(tower):
    twin = keras.models.clone_model(tower)
    twin.set_weights(tower.get_weights())
    return Twins(tower, twin)


class Twins(keras.Model):
    def __init__(self, left, right):
        super().__init__()
        self.left, self.right = left, right
        self.out = layers.Dense(1, activation="sigmoid")

    def call(self, pair):
        return self.out(abs(self.left(pair[0]) - self.right(pair[1])))


def one_shot(tower, support_x, support_y, query_x):
    known = tower.predict(support_x, verbose=0)
    asked = tower.predict(query_x, verbose=0)
    nearest = [np.argmin(np.linalg.norm(known - e, axis=1)) for e in asked]
    return support_y[nearest]

# train is missing
