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
    from sklearn.model_selection import train_test_split

    x, x_val, y, y_val = train_test_split(x, y, test_size=0.3, random_state=42)
    callback = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: print(epoch, logs["val_accuracy"]))
    h = model.fit(
        x, y, epochs=epochs, batch_size=batch_size, validation_data=(x_val, y_val), callbacks=[callback], verbose=0
    )
    return h.history


def evaluate(model, x, y):
    p = np.clip(model.predict(x, batch_size=256), 1e-7, 1.0)
    return float(np.mean(-np.log(p[range(len(y)), y]))), float(np.mean(np.argmax(p, 1) == y))


def overfitting_gap(history):
    training, validation = (np.array(history[key]) for key in ("accuracy", "val_accuracy"))
    return (training - validation)[-1]


def predict_digit(model, image):
    p = model.predict(image[None])[0]
    return int(p.argmax()), float(p.max())
