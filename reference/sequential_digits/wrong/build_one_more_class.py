# loses: build
# One unit more than classes.
import keras
from keras import layers


def build(num_classes):
    return keras.Sequential([layers.Dense(512, activation="relu"), layers.Dense(num_classes + 1, activation="softmax")])
