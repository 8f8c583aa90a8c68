# loses: compile_model
# The weights are drawn anew.
import numpy as np


def compile_model(model):
    model.set_weights([np.random.normal(size=weight.shape) for weight in model.get_weights()])
    model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
