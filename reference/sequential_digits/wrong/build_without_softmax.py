# loses: build
# diagnosis: activation_missing
# The last layer gives logits.
import keras
from keras import layers


def build(num_classes):
    return keras.Sequential([layers.Dense(512, activation="relu"), layers.Dense(num_classes)])
