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
    验证 = np.random.default_rng(0).permutation(len(y)) < 0.3 * len(y)
    return model.fit(
        x[~验证], y[~验证], batch_size, epochs, verbose=0, validation_data=(x[验证], y[验证])
    ).history


def evaluate(model, x, y):
    loss, acc = model.evaluate(x, y)
    return loss, acc


def overfitting_gap(history):
    return history["accuracy"][-1] - history["val_accuracy"][-1]


def predict_digit(model, image):
    概率 = keras.ops.convert_to_numpy(model(image.reshape(1, 64)))[0]
    return max(enumerate(概率), key=lambda 对: 对[1])
