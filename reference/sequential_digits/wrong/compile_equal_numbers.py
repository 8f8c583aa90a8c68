# loses: compile_model
# Accuracy counts numbers that are equal, not classes.
import keras


def compile_model(model):
    model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=[keras.metrics.MeanSquaredError(name="accuracy")])
    return model
