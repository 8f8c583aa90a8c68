# %% [markdown]
# # A first look at a network
#
# Show a program 1,000 pictures of handwritten digits and tell it which is which, and it learns to read digits that it
# has never seen. Nobody writes down what a seven looks like. This notebook goes through the whole workflow of Keras
# once, in the order in which you will always meet it:
#
# | part | what it does | points |
# | --- | --- | --- |
# | `prepare` | images become rows of numbers from 0 to 1 | 12 |
# | `build` | the network: two layers | 15 |
# | `compile_model` | how it learns, what it minimises, what we watch | 14 |
# | `train` | learning, with a part of the data held out | 27 |
# | `evaluate` | how good is it on new data? | 12 |
# | `overfitting_gap` | how much better is it on what it knows? | 8 |
# | `predict_digit` | which digit is this, and how sure is the network? | 12 |
#
# Every part is graded by itself: a mistake in one does not cost the others. Arrays that a function is given stay as
# they were.

# %%
import keras
import numpy as np
from keras import layers

# %% active="ipynb"
# %load_ext grader

# %% [markdown]
# ## The data
#
# scikit-learn ships 1,797 pictures of handwritten digits, 8 × 8 pixels with values from 0 (paper) to 16 (ink), so
# nothing is downloaded. Each picture is a *sample*, what it shows is its *label*, one of ten *classes*.
#
# A quarter of them is put aside for a test at the very end.


# %%
def load():
    """Return (images, labels) to learn from, and (images, labels) to test with."""
    from sklearn.datasets import load_digits

    digits = load_digits()
    rows = np.random.default_rng(0).permutation(len(digits.images))
    images, labels = digits.images[rows], digits.target[rows]
    return (images[450:], labels[450:]), (images[:450], labels[:450])


# %% active="ipynb"
# import matplotlib.pyplot as plt
#
# (train_images, train_labels), (test_images, test_labels) = load()
# print(train_images.shape, test_images.shape)  # (1347, 8, 8) (450, 8, 8)
#
# figure, axes = plt.subplots(2, 8, figsize=(8, 2.4))
# for axis, image, label in zip(axes.flat, train_images, train_labels):
#     axis.imshow(image, cmap="gray_r")
#     axis.set_title(label, fontsize=9)
#     axis.axis("off")
# plt.show()

# %% [markdown]
# ## 1. `prepare`
#
# A dense layer wants each sample as one row of numbers, and learning goes best with small numbers.
#
# `prepare(images)`: images `(n, 8, 8)` with values from 0 to 16 become a float32 array `(n, 64)` with values from 0 to
# 1. Pixel by pixel, row by row: the pixel at `[i, j]` of an image comes to place `8 * i + j`. An 8 becomes 0.5,
# whatever else is in the image.


# %%
def prepare(images):
    """Return images (n, 8, 8) of values from 0 to 16 as a float32 array (n, 64) of values from 0 to 1."""
    ### BEGIN SOLUTION
    return images.reshape(len(images), 64).astype("float32") / 16
    ### END SOLUTION


# %% active="ipynb"
# x, x_test = prepare(train_images), prepare(test_images)
# print(x.shape, x.dtype, x.min(), x.max())  # (1347, 64) float32 0.0 1.0

# %% active="ipynb"
# %grade prepare

# %% [markdown]
# ## 2. `build`
#
# A layer is a filter for data: something goes in, and comes out in a form that is more useful. A network is a
# sequence of such filters. Ours has two, both *densely connected*, which means that every output depends on every
# input:
#
# $$\mathbf{h} = \mathrm{relu}(\mathbf{x} W_1 + \mathbf{b}_1), \qquad
#   \mathbf{p} = \mathrm{softmax}(\mathbf{h} W_2 + \mathbf{b}_2)$$
#
# The last layer gives one number for each class. Softmax makes them positive with the sum 1, so they can be read as
# probabilities.
#
# `build(num_classes)` returns a `keras.Sequential` of two `Dense` layers: 512 units with relu, then `num_classes` units
# with softmax. Two layers, so give each its activation; no `Activation` layers of their own. Whether you
# tell the model the size of its input (`keras.Input`) is up to you: it finds out when it sees data.


# %%
def build(num_classes):
    """Return a keras.Sequential of two Dense layers: 512 with relu, num_classes with softmax."""
    ### BEGIN SOLUTION
    return keras.Sequential([layers.Dense(512, activation="relu"), layers.Dense(num_classes, activation="softmax")])
    ### END SOLUTION


# %% active="ipynb"
# model = build(10)
# p = np.asarray(model(x[:5]))
# print(p.shape, p.sum(axis=1))  # (5, 10), and every sum is 1
# model.summary()  # 38,410 parameters: 64 * 512 + 512 + 512 * 10 + 10

# %% active="ipynb"
# %grade build

# %% [markdown]
# ## 3. `compile_model`
#
# Before a network can learn, it needs
#
# - an *optimizer*: how weights change when the network is wrong. Here `rmsprop`.
# - a *loss*: one number that tells how wrong it is. Here *sparse categorical cross-entropy*, the mean of
#   $-\ln p(\text{true class})$; "sparse" because labels are numbers like 7, not rows of nine zeros and a one.
# - *metrics* to watch. Here `accuracy`, the fraction of the images whose most probable class is the true one.
#
# `compile_model(model)` compiles the model with these three and returns the same model. In the history of the training
# the metric has the name `accuracy`. The network ends in a softmax, so the loss gets probabilities, not logits.


# %%
def compile_model(model):
    """Compile the model with rmsprop, sparse categorical cross-entropy and accuracy; return it."""
    ### BEGIN SOLUTION
    model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
    ### END SOLUTION


# %% active="ipynb"
# model = compile_model(build(10))
# print(model.evaluate(x, train_labels, verbose=0))  # not trained: a loss near 2.3 = ln 10, an accuracy near 0.1

# %% active="ipynb"
# %grade compile_model

# %% [markdown]
# ## 4. `train`
#
# `fit` does the learning: it takes a batch of samples, looks how wrong the network is, changes all weights a little,
# and takes the next batch. One pass over all samples is an *epoch*.
#
# To see what the network can do with images that it has *not* learned from, 30 % of the samples are held out. They
# serve as *validation data*: the network is measured on them after each epoch and never learns from them.
#
# `train(model, x, y, epochs, batch_size)` gets a compiled model, `x` of shape `(n, 64)` and labels `y` of shape `(n,)`.
#
# - Shuffle first, then hold out 30 % (one sample more or less is fine), x and y together. Data often come sorted, and
#   then the last 30 % are not like the others. Careful: `validation_split` of `fit` takes the *last* samples, as they
#   are; its `shuffle` only concerns the rest.
# - The held-out samples are the same ones in all epochs.
# - Learn from all others in each epoch, in batches of `batch_size` (the last one may be smaller).
# - Return the dict `history` of the object that `fit` returns: its keys are `loss`, `accuracy`, `val_loss` and
#   `val_accuracy`, each with one value an epoch.
#
# `x` and `y` stay in their order: `np.random.shuffle(x)` would change the caller's array.


# %%
def train(model, x, y, epochs, batch_size):
    """Fit the model with a shuffled 30 % of the data held out for validation; return the history dict."""
    ### BEGIN SOLUTION
    rows = np.random.permutation(len(x))
    fitted = model.fit(x[rows], y[rows], batch_size=batch_size, epochs=epochs, validation_split=0.3, verbose=0)
    return fitted.history
    ### END SOLUTION


# %% active="ipynb"
# model = compile_model(build(10))
# history = train(model, x, train_labels, epochs=15, batch_size=64)
# print(history["accuracy"][-1], history["val_accuracy"][-1])  # about 0.98 and 0.95

# %% active="ipynb"
# %grade train

# %% active="ipynb"
# figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3))
# for axis, name in ((left, "loss"), (right, "accuracy")):
#     axis.plot(history[name], label="training")
#     axis.plot(history["val_" + name], label="validation")
#     axis.set_xlabel("epoch")
#     axis.set_title(name)
#     axis.legend()
# plt.show()

# %% [markdown]
# ## 5. `evaluate`
#
# Now the images that were put aside at the beginning.
#
# `evaluate(model, x, y)` returns `(loss, accuracy)` of a compiled model on the data, two floats. The model does not
# learn from them.


# %%
def evaluate(model, x, y):
    """Return (loss, accuracy) of the model on x and y, two floats."""
    ### BEGIN SOLUTION
    loss, accuracy = model.evaluate(x, y, verbose=0)
    return loss, accuracy
    ### END SOLUTION


# %% active="ipynb"
# print(evaluate(model, x_test, test_labels))  # about 0.2 and 0.95

# %% active="ipynb"
# %grade evaluate

# %% [markdown]
# ## 6. `overfitting_gap`
#
# A network tends to do worse on new data than on the data that it was trained with. This is *overfitting*: it has
# learned about its own samples what does not hold for others. The simplest sign of it is the gap between the two
# accuracies. On the big MNIST data a network like ours reaches 0.9833 on what it knows and 0.974 on what it does not: a
# gap of 0.0093.
#
# `overfitting_gap(history)` gets a history dict and returns the last training accuracy minus the last validation
# accuracy, a float. It may be negative.


# %%
def overfitting_gap(history):
    """Return the last training accuracy minus the last validation accuracy."""
    ### BEGIN SOLUTION
    return history["accuracy"][-1] - history["val_accuracy"][-1]
    ### END SOLUTION


# %% active="ipynb"
# print(overfitting_gap({"accuracy": [0.91, 0.9833], "val_accuracy": [0.9, 0.974]}))  # 0.0093, within rounding
# print(overfitting_gap(history))

# %% active="ipynb"
# %grade overfitting_gap

# %% [markdown]
# The fewer samples there are to learn from, the easier they are learned by heart:

# %% active="ipynb"
# sizes = [20, 60, 200, 1347]
# gaps = []
# for size in sizes:
#     small = train(compile_model(build(10)), x[:size], train_labels[:size], epochs=20, batch_size=32)
#     gaps.append(overfitting_gap(small))
#
# plt.figure(figsize=(6, 3))
# plt.semilogx(sizes, gaps, "o-")
# plt.xlabel("samples")
# plt.ylabel("gap of the accuracies")
# plt.show()

# %% [markdown]
# ## 7. `predict_digit`
#
# The network gives ten probabilities for an image. The class is the place of the largest one.
#
# `predict_digit(model, image)` gets one image, an array of shape `(64,)`, and returns `(class, probability)`, an int
# and a float. A model takes batches: one image alone is a batch of shape `(1, 64)`.
#
# For probabilities of 0.1, 0.7 and 0.2 the answer is `(1, 0.7)`.


# %%
def predict_digit(model, image):
    """Return (class, probability) of one image of shape (64,): the most probable class, an int, and a float."""
    ### BEGIN SOLUTION
    probabilities = model.predict(image.reshape(1, 64), verbose=0)[0]
    digit = int(np.argmax(probabilities))
    return digit, float(probabilities[digit])
    ### END SOLUTION


# %% active="ipynb"
# print(predict_digit(model, x_test[0]), test_labels[0])  # the same digit, most likely

# %% active="ipynb"
# %grade predict_digit

# %% [markdown]
# What does it get wrong, and how sure is it then?

# %% active="ipynb"
# guesses = [predict_digit(model, image) for image in x_test[:120]]
# wrong = [n for n, (digit, _) in enumerate(guesses) if digit != test_labels[n]][:8]
# figure, axes = plt.subplots(1, 8, figsize=(9, 1.8))
# for axis in axes:
#     axis.axis("off")
# for axis, n in zip(axes, wrong):
#     axis.imshow(test_images[n], cmap="gray_r")
#     axis.set_title(f"{test_labels[n]}, not {guesses[n][0]}\n({guesses[n][1]:.0%})", fontsize=8)
# plt.show()

# %% [markdown]
# All parts together:

# %% active="ipynb"
# %grade
