# The split by hand with validation_data; evaluation and prediction by NumPy from the output of the model.
import keras
import numpy as np


def prepare(images):
    flat = np.zeros((images.shape[0], 64), dtype=np.float32)
    for n, image in enumerate(images):
        flat[n] = np.concatenate(list(image)) / 16.0
    return flat


def build(num_classes):
    model = keras.Sequential(name="digits")
    model.add(keras.Input(shape=(64,)))
    model.add(keras.layers.Dense(units=512, activation=keras.activations.relu))
    model.add(keras.layers.Dense(units=num_classes, activation=keras.activations.softmax))
    return model


def compile_model(model):
    model.compile(
        keras.optimizers.RMSprop(),
        keras.losses.SparseCategoricalCrossentropy(),
        metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
    )
    return model


def train(model, x, y, epochs, batch_size):
    order = np.random.default_rng().permutation(len(x))
    held = order[: round(0.3 * len(x))]
    rest = order[len(held) :]
    return model.fit(
        x[rest], y[rest], batch_size, epochs, verbose=2, validation_data=(x[held], y[held])
    ).history


def evaluate(model, x, y):
    p = np.asarray(model(x), dtype=np.float64)
    loss = -np.log(p[np.arange(len(y)), y]).mean()
    return loss, np.mean(p.argmax(1) == y)


def overfitting_gap(history):
    *_, training = history["accuracy"]
    *_, validation = history["val_accuracy"]
    return np.float32(training) - np.float32(validation)


def predict_digit(model, image):
    p = np.asarray(model(np.expand_dims(image, 0)))
    return p.argmax(), p.max()
