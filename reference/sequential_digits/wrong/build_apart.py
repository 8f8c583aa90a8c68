# loses: build
# Activation layers of their own: four layers.
import keras
from keras import layers


def build(num_classes):
    return keras.Sequential([layers.Dense(512), layers.Activation("relu"), layers.Dense(num_classes), layers.Activation("softmax")])
