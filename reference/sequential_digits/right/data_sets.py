# tf.data all the way: shuffled once, then take and skip; results are tensors and lists.
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras.layers import Dense


def prepare(images):
    return tf.reshape(tf.cast(images, tf.float32), [-1, 64]) * (1 / 16)


def build(num_classes):
    layers = (Dense(512, "relu", input_shape=(64,)), Dense(num_classes, tf.nn.softmax))
    return keras.Sequential(list(layers))


def compile_model(model):
    model.compile(
        optimizer=tf.keras.optimizers.RMSprop(learning_rate=1e-3),
        loss=tf.keras.losses.sparse_categorical_crossentropy,
        metrics=["accuracy"],
    )
    return model


def train(model, x, y, epochs, batch_size):
    n = len(x)
    everything = tf.data.Dataset.from_tensor_slices((x, y))
    everything = everything.shuffle(n, seed=7, reshuffle_each_iteration=False)
    held = int(n * 0.3)
    validation = everything.take(held).batch(batch_size)
    training = everything.skip(held).shuffle(n).batch(batch_size)
    history = model.fit(training, validation_data=validation, epochs=epochs, verbose=0)
    return history.history


def evaluate(model, x, y):
    return model.evaluate(tf.data.Dataset.from_tensor_slices((x, y)).batch(16), verbose=0)


def overfitting_gap(history):
    return tf.constant(history["accuracy"])[-1] - tf.constant(history["val_accuracy"])[-1]


def predict_digit(model, image):
    p = model(tf.constant(image)[tf.newaxis])[0]
    k = tf.argmax(p)
    return [k, p[k]]
