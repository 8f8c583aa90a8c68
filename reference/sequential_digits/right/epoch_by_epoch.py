# fit is called once for each epoch, and the histories are put together; shuffled by sorting random numbers.
import math

import keras
import numpy as np


def prepare(images):
    return np.einsum("nij->nij", images).reshape((-1, 64)).astype(np.float64).__truediv__(16).astype(np.float32)


def build(num_classes):
    return keras.Sequential(
        [
            keras.layers.InputLayer(shape=(64,)),
            keras.layers.Dense(512, activation=lambda z: keras.ops.maximum(z, 0.0)),
            keras.layers.Dense(num_classes, activation=keras.layers.Softmax()),
        ]
    )


def compile_model(model):
    model.compile(
        loss=lambda y, p: -keras.ops.log(keras.ops.take_along_axis(p, keras.ops.cast(y, "int32")[:, None], axis=1))[:, 0]
        if len(y.shape) == 1
        else keras.losses.sparse_categorical_crossentropy(y, p),
        optimizer=keras.optimizers.RMSprop(0.0005, rho=0.95),
        metrics=["accuracy"],
        run_eagerly=False,
    )
    return model


def train(model, x, y, epochs, batch_size):
    order = np.argsort(np.random.rand(len(x)))
    cut = math.ceil(0.7 * len(x))
    a, b = order[:cut], order[cut:]
    total = {"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": []}
    for _ in range(epochs):
        one = model.fit(x[a], y[a], batch_size=batch_size, validation_data=(x[b], y[b]), verbose=0).history
        for name in total:
            total[name] += one[name]
    return total


def evaluate(model, x, y):
    measured = model.evaluate(x, y, batch_size=len(x), verbose=0, return_dict=True)
    return measured["loss"], measured["accuracy"]


def overfitting_gap(history):
    history = {name: list(values) for name, values in history.items()}
    return history["accuracy"].pop() - history["val_accuracy"].pop()


def predict_digit(model, image):
    best, which = -1.0, None
    for k, p in enumerate(model.predict_on_batch(image.reshape(1, -1))[0].tolist()):
        if p > best:
            best, which = p, k
    return which, best
