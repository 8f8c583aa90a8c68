"""The tower is trained as part of a classifier; then a logistic unit on the distance is trained on pairs."""
import numpy as np
import keras
from keras import ops


def make_pairs(x, y, seed):
    np.random.seed(seed)
    n = len(y)
    b = np.empty((2 * n,) + x.shape[1:], dtype=x.dtype)
    for i in range(n):
        same = np.where(y == y[i])[0]
        b[2 * i] = x[np.random.choice(same[same != i])]
        b[2 * i + 1] = x[np.random.choice(np.where(y != y[i])[0])]
    a = np.repeat(x, 2, axis=0)
    same = np.ones(2 * n, dtype=np.float32)
    same[1::2] = 0
    return a, b, same


def build_tower(input_shape, embedding_dim):
    return keras.Sequential([
        keras.Input(shape=input_shape),
        keras.layers.Conv2D(32, (3, 3), activation="relu"),
        keras.layers.MaxPooling2D((2, 2)),
        keras.layers.Flatten(),
        keras.layers.Dense(embedding_dim, activation="tanh"),
    ])


def build_siamese(tower):
    a = keras.Input(shape=tower.input_shape[1:])
    b = keras.Input(shape=tower.input_shape[1:])
    distance = ops.mean(ops.abs(tower(a) - tower(b)), axis=1, keepdims=True)
    out = keras.layers.Dense(1, activation="sigmoid", kernel_initializer=keras.initializers.Constant(-5.0))(distance)
    return keras.Model([a, b], out)


def train(x, y, seed):
    keras.utils.set_random_seed(seed)
    classes, index = np.unique(y, return_inverse=True)
    tower = build_tower(x.shape[1:], 32)
    classifier = keras.Sequential([tower, keras.layers.Dense(len(classes), activation="softmax")])
    classifier.compile("adam", "sparse_categorical_crossentropy")
    classifier.fit(x, index, epochs=20, batch_size=32, verbose=0)
    siamese = build_siamese(tower)
    tower.trainable = False
    siamese.compile(keras.optimizers.Adam(0.05), "binary_crossentropy")
    a, b, same = make_pairs(x, y, seed)
    siamese.fit([a, b], same, epochs=2, verbose=0)
    tower.trainable = True
    return tower, siamese


def one_shot(tower, support_x, support_y, query_x):
    s = tower.predict_on_batch(support_x)
    q = tower.predict_on_batch(query_x)
    from scipy.spatial.distance import cdist

    return support_y[cdist(q, s).argmin(axis=1)]
