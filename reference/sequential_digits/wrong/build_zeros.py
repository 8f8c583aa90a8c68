# loses: build
# All weights start at zero: nothing can be learned but the biases.
import keras
from keras import layers


def build(num_classes):
    return keras.Sequential([layers.Dense(512, activation="relu", kernel_initializer="zeros"), layers.Dense(num_classes, activation="softmax", kernel_initializer="zeros")])
