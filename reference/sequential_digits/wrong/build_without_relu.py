# loses: build
# diagnosis: activation_missing
# The first layer has no activation.
import keras
from keras import layers


def build(num_classes):
    return keras.Sequential([layers.Dense(512), layers.Dense(num_classes, activation="softmax")])
