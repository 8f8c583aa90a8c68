# loses: build
# All networks share the hidden layer.
import keras
from keras import layers

HIDDEN = layers.Dense(512, activation="relu")


def build(num_classes):
    return keras.Sequential([HIDDEN, layers.Dense(num_classes, activation="softmax")])
