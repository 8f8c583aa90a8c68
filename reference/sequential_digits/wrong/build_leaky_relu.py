# loses: build
# leaky_relu instead of relu.
import keras
from keras import layers


def build(num_classes):
    return keras.Sequential([layers.Dense(512, activation="leaky_relu"), layers.Dense(num_classes, activation="softmax")])
