# loses: build
# relu6 instead of relu.
import keras
from keras import layers


def build(num_classes):
    return keras.Sequential([layers.Dense(512, activation="relu6"), layers.Dense(num_classes, activation="softmax")])
