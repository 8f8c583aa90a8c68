# scikit-learn splits the data, stratified by class; pandas and a subclass of Dense.
import keras
import numpy as np
import pandas as pd
from sklearn.metrics import accuracy_score, log_loss
from sklearn.model_selection import train_test_split


class Layer(keras.layers.Dense):
    """A dense layer with He initialisation."""

    def __init__(self, units, activation):
        super().__init__(units, activation=activation, kernel_initializer="he_normal")


def prepare(images):
    rows = [image.ravel() for image in images]
    return np.stack(rows).astype(np.float32) / np.float32(16)


def build(num_classes):
    return keras.models.Sequential([Layer(512, keras.layers.ReLU()), Layer(num_classes, keras.ops.softmax)])


def compile_model(model):
    model.compile(optimizer="RMSprop", loss="sparse_categorical_crossentropy", metrics=["acc", "accuracy"][1:])
    return model


def train(model, x, y, epochs, batch_size):
    stratify = y if np.bincount(y).min() > 3 else None
    x_train, x_val, y_train, y_val = train_test_split(x, y, test_size=0.3, shuffle=True, stratify=stratify)
    fitted = model.fit(
        x_train, y_train, epochs=epochs, batch_size=batch_size, validation_data=(x_val, y_val), verbose=0
    )
    return {name: values for name, values in fitted.history.items()}


def evaluate(model, x, y):
    p = model.predict(x, verbose=0).astype(float)
    p /= p.sum(axis=1, keepdims=True)
    return log_loss(y, p, labels=np.arange(p.shape[1])), accuracy_score(y, p.argmax(axis=1))


def overfitting_gap(history):
    last = pd.DataFrame(history).iloc[-1]
    return last["accuracy"] - last["val_accuracy"]


def predict_digit(model, image):
    p = pd.Series(model.predict(image[None, :], verbose=0).ravel())
    return p.idxmax(), p.max()
