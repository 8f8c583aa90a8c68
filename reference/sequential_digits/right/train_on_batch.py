# No fit: a loop over train_on_batch; functions call each other; XLA.
import keras
import numpy as np
import tensorflow as tf


def prepare(images):
    return np.true_divide(images, 16, dtype=np.float32).reshape(-1, 64)


def build(num_classes):
    hidden = keras.layers.Dense(512, activation="relu", name="hidden")
    output = keras.layers.Dense(num_classes, activation="softmax", name="output")
    model = keras.Sequential([hidden, output])
    model.build((None, 64))
    return model


def compile_model(model):
    model.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["accuracy"], jit_compile=True)
    return model


def evaluate(model, x, y):
    return tuple(model.evaluate(x, y, verbose=0, batch_size=1000))


def train(model, x, y, epochs, batch_size):
    n_val = len(x) * 3 // 10
    index = tf.random.shuffle(tf.range(len(x))).numpy()
    held, rest = np.split(index, [n_val])
    history = {"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": []}
    for _ in range(epochs):
        np.random.shuffle(rest)
        total = np.zeros(2)
        for start in range(0, len(rest), batch_size):
            rows = rest[start : start + batch_size]
            total += len(rows) * np.array(model.train_on_batch(x[rows], y[rows]))
        loss, accuracy = (total / len(rest)).tolist()
        history["loss"].append(loss)
        history["accuracy"].append(accuracy)
        loss, accuracy = evaluate(model, x[held], y[held])
        history["val_loss"].append(loss)
        history["val_accuracy"].append(accuracy)
    return history


def overfitting_gap(history):
    names = ("accuracy", "val_accuracy")
    a, b = (history[name][len(history[name]) - 1] for name in names)
    return -(b - a)


def predict_digit(model, image):
    p = model.predict(image[np.newaxis, ...], verbose=0).squeeze()
    (place,) = np.where(p == p.max())
    return place[0], p[place[0]]
