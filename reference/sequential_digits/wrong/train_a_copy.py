# loses: train
# A copy of the model is trained.
import keras
import numpy as np


def train(model, x, y, epochs, batch_size):
    rows = np.random.permutation(len(x))
    copy = keras.models.clone_model(model)
    copy.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return copy.fit(x[rows], y[rows], epochs=epochs, batch_size=batch_size, validation_split=0.3, verbose=0).history
