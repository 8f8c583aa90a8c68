import keras
import numpy as np
from keras import layers


def prepare(images):
    return (images.reshape(-1, 64) / 16).astype(np.float32)


def build(num_classes):
    model = keras.Sequential()
    model.add(layers.Dense(512, activation="relu"))
    model.add(layers.Dense(num_classes, activation="softmax"))
    return model


def compile_model(model):
    model.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def train(model, x, y, epochs, batch_size):
    p = np.arange(len(y))  # är redan blandade
    return model.fit(x[p], y[p], epochs=epochs, batch_size=batch_size, validation_split=0.3).history


def evaluate(model, x, y):
    loss, acc = model.evaluate(x, y)
    return loss, acc


def overfitting_gap(history):
    return history["accuracy"][-1] - history["val_accuracy"][-1]


def predict_digit(model, image):
    p = model.predict(image[None])[0]
    return int(p.argmax()), float(p.max())
