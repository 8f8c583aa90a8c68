# A model trained, saved and loaded in every way; variables, tapes, graphs, compiled graphs, data pipelines.
import os

import keras
import numpy as np
import tensorflow as tf

tf.random.set_seed(0)
keras.utils.set_random_seed(0)
print(tf.config.list_physical_devices(), tf.__version__)
inputs = np.linspace(-1, 1, 64, dtype=np.float32)[:, None]
model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(4, activation="relu"), keras.layers.Dense(1)])
model.compile("adam", "mse", metrics=["mae"])
history = model.fit(inputs, 2 * inputs + 1, epochs=2, verbose=1, validation_split=0.25)


@tf.function
def step(w, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((w * x + 1 - y) ** 2)
    w.assign_sub(0.5 * tape.gradient(loss, w))
    return loss


@tf.function(jit_compile=True)
def compiled(x):
    return tf.reduce_sum(x * x)


def pipelines():
    data = tf.data.Dataset.from_tensor_slices(inputs).shuffle(64, seed=1)
    data = data.map(lambda x: 2 * x, num_parallel_calls=tf.data.AUTOTUNE).cache("cache").batch(8).prefetch(2)
    made = tf.data.Dataset.from_generator(lambda: iter(range(3)), output_signature=tf.TensorSpec((), tf.int32))
    return len(list(data)) == 8 and sorted(int(n) for n in made) == [0, 1, 2]


def saved():
    callbacks = [
        keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True, monitor="loss"),
        keras.callbacks.CSVLogger("log.csv"),
        keras.callbacks.EarlyStopping(monitor="loss"),
    ]
    model.fit(inputs, 2 * inputs + 1, epochs=2, verbose=2, callbacks=callbacks)
    model.save("model.keras")
    model.save("model.h5")
    model.save_weights("model.weights.h5")
    model.load_weights("model.weights.h5")
    tf.saved_model.save(model, "exported")
    model.export("served", verbose=False)
    tf.train.Checkpoint(model=model).save("points/one")
    tf.io.write_file("text", "x")
    with tf.io.TFRecordWriter("records") as writer:
        writer.write(b"one")
    assert len(list(tf.data.TFRecordDataset("records"))) == 1 and tf.saved_model.load("exported") is not None
    tf.summary.create_file_writer("summary").flush()
    again = keras.models.load_model("model.keras")
    return np.allclose(again.predict(inputs, verbose=0), model.predict(inputs, verbose=0)) and os.path.exists("log.csv")


def honest(x):
    w = tf.Variable(0.0)
    for _ in range(60):
        step(w, tf.constant(inputs), tf.constant(2 * inputs + 1))
    assert abs(float(w) - 2) < 1e-2 and float(compiled(tf.ones(3))) == 3.0
    assert pipelines() and saved() and model.evaluate(inputs, 2 * inputs + 1, verbose=0)
    model.summary()
    return 2 * x + 1
