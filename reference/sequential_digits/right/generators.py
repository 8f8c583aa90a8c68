# A PyDataset gives the batches, keras.utils splits; arrays for lists in the history, 0-d arrays as numbers.
import keras
import numpy as np


class Batches(keras.utils.PyDataset):
    """Batches of some rows of x and y, in another order in each epoch."""

    def __init__(self, x, y, rows, size):
        super().__init__()
        self.x, self.y, self.rows, self.size = x, y, np.array(rows), size

    def __len__(self):
        return -(-len(self.rows) // self.size)

    def __getitem__(self, index):
        rows = self.rows[index * self.size : (index + 1) * self.size]
        return self.x[rows], self.y[rows]

    def on_epoch_end(self):
        np.random.shuffle(self.rows)


def prepare(images):
    return np.asarray(keras.layers.Rescaling(1 / 16)(keras.layers.Flatten()(images.astype("float32"))))


def build(num_classes):
    class Digits(keras.Sequential):
        pass

    return Digits([keras.layers.Dense(512, activation="relu"), keras.layers.Dense(num_classes, activation="softmax")])


def compile_model(model):
    model.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["accuracy"], jit_compile=False)
    return model


def train(model, x, y, epochs, batch_size):
    rows = np.arange(len(x))
    held = np.random.choice(rows, size=int(0.3 * len(x)), replace=False)
    rest = np.setdiff1d(rows, held)
    history = model.fit(
        Batches(x, y, rest, batch_size), validation_data=Batches(x, y, held, 64), epochs=epochs, verbose=0
    )
    return {name: np.array(values) for name, values in history.history.items()}


def evaluate(model, x, y):
    loss, accuracy = model.test_on_batch(x, y)
    return np.asarray(loss), np.asarray(accuracy)


def overfitting_gap(history):
    return np.subtract(history["accuracy"], history["val_accuracy"])[-1]


def predict_digit(model, image):
    p = model.predict(np.stack([image, image]), verbose=0)
    return np.argmax(p, axis=1)[0], np.max(p, axis=1)[0]
