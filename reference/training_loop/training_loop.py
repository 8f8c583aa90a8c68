# %% [markdown]
# # The training loop
#
# What happens inside `model.fit`? Less than one might think:
#
# 1. draw a batch of samples and their labels,
# 2. run the model on it (the forward pass),
# 3. measure by a loss how far the answers are from the labels,
# 4. compute the gradient of the loss with respect to every weight (the backward pass),
# 5. move the weights a little against the gradient,
#
# and again from 1, until the data have been seen a few times. Each pass over the data is an *epoch*.
#
# You will write the pieces: batches, a split into training and validation data, the loss, and step 5 in six ways,
# from plain SGD to Adam. At the end comes a loop that learns to read digits.
#
# Names, arguments and shapes are fixed, the inside of each function is yours. The steps are pure functions of
# arrays: they return new arrays and never change their arguments. `w` is an array of weights of any shape, `g` is
# the gradient of the loss at `w`, and what else a step needs (`v`, `s`, `d`, `m`) has the shape of `w` too. Rates
# and fractions come as Python floats, counts and seeds as Python ints.

# %%
import numpy as np
import tensorflow as tf

# %% active="ipynb"
# %load_ext grader

# %% [markdown]
# ## 1. `batches`
#
# Cut the rows of `x` and the labels `y` into batches: yield `(x_batch, y_batch)` with `batch_size` rows each, in
# order. The last batch may be smaller, and no row gets lost.
#
# Example: 5 rows in batches of 2 are batches of 2, 2 and 1 rows.


# %%
def batches(x, y, batch_size):
    """Yield (x_batch, y_batch) in order; the last batch may be smaller."""
    ### BEGIN SOLUTION
    for start in range(0, len(x), batch_size):
        yield x[start : start + batch_size], y[start : start + batch_size]
    ### END SOLUTION


# %% active="ipynb"
# for x_batch, y_batch in batches(np.array([[1.0], [2.0], [3.0], [4.0], [5.0]]), np.array([1, 2, 3, 4, 5]), 2):
#     print(x_batch.ravel(), y_batch)  # 1 and 2, then 3 and 4, then 5 alone

# %% active="ipynb"
# %grade batches

# %% [markdown]
# ## 2. `split`
#
# A model that is judged on what it was trained with is judged too well. So a part of the data is put aside: the
# validation data. Data often come sorted, by class or by time, and therefore they are shuffled first.
#
# Return `(x_train, y_train, x_val, y_val)`: every row of `x` is in exactly one of the two parts, together with its
# own entry of `y`. The validation part has `int(validation_fraction * n)` of the `n` rows. The same `seed` gives the
# same split again; most other seeds give another one.
#
# Example: of 10 rows, a fraction of 0.3 puts 3 aside.


# %%
def split(x, y, validation_fraction, seed):
    """A shuffled split: (x_train, y_train, x_val, y_val), repeatable by its seed."""
    ### BEGIN SOLUTION
    order = np.random.default_rng(seed).permutation(len(x))
    n = int(validation_fraction * len(x))
    return x[order[n:]], y[order[n:]], x[order[:n]], y[order[:n]]
    ### END SOLUTION


# %% active="ipynb"
# x_train, y_train, x_val, y_val = split(np.arange(10.0)[:, None], np.arange(10), 0.3, seed=1)
# print(y_train, y_val)  # 7 and 3 of the numbers 0 to 9, in some order
# print(x_val.ravel())  # the same numbers as y_val

# %% active="ipynb"
# %grade split

# %% [markdown]
# ## 3. `crossentropy`
#
# The loss of a classifier: how surprised it is by the truth. `y_pred` has shape `(n, c)`, a row of class
# probabilities per sample; `y_true` has shape `(n,)`, the number of the true class per sample. The loss is the mean
# over the samples of
#
# $$-\ln p(\text{true class})$$
#
# Sure and right costs nothing, sure and wrong costs a lot: $-\ln 0$ would be infinite, and one infinite loss spoils
# all weights. So the result has to stay finite (and large) where a probability is 0. Before the logarithm, lift
# probabilities to a tiny positive number, such as $10^{-7}$.
#
# Example: the probabilities of the true classes are 0.5 and 0.25. The loss is
# $\tfrac{1}{2}(\ln 2 + \ln 4) \approx 1.0397$.


# %%
def crossentropy(y_true, y_pred):
    """The mean of -ln p(true class); finite where a probability is 0."""
    ### BEGIN SOLUTION
    p = y_pred[np.arange(len(y_true)), y_true]
    return -np.mean(np.log(np.maximum(p, 1e-7)))
    ### END SOLUTION


# %% active="ipynb"
# print(crossentropy(np.array([0, 1]), np.array([[0.5, 0.5], [0.75, 0.25]])))  # 1.0397
# print(crossentropy(np.array([0]), np.array([[0.0, 1.0]])))  # large, but finite

# %% active="ipynb"
# %grade crossentropy

# %% [markdown]
# ## 4. `sgd_step`
#
# The plain step against the gradient:
#
# $$w' = w - \eta\, g$$
#
# Example: $w = 2$, $g = 3$, $\eta = 0.1$ give $w' = 1.7$.


# %%
def sgd_step(w, g, eta):
    """The plain step: w'."""
    ### BEGIN SOLUTION
    return w - eta * g
    ### END SOLUTION


# %% active="ipynb"
# print(sgd_step(np.array([2.0]), np.array([3.0]), 0.1))  # [1.7]

# %% active="ipynb"
# %grade sgd_step

# %% [markdown]
# ## 5. `momentum_step`
#
# A ball that rolls downhill keeps some of its speed. The *velocity* $v$ remembers the direction of earlier steps:
#
# $$v' = \beta\, v - \eta\, g, \qquad w' = w + v'$$
#
# Small bumps no longer stop it, and zigzags across a narrow valley cancel out. Return `(w', v')`.
#
# Example: $w = 1$, $v = 0.5$, $g = 2$, $\eta = 0.1$, $\beta = 0.9$ give $v' = 0.25$ and $w' = 1.25$.


# %%
def momentum_step(w, v, g, eta, beta):
    """A step with velocity v: (w', v')."""
    ### BEGIN SOLUTION
    v = beta * v - eta * g
    return w + v, v
    ### END SOLUTION


# %% active="ipynb"
# print(momentum_step(np.array([1.0]), np.array([0.5]), np.array([2.0]), 0.1, 0.9))  # [1.25] and [0.25]

# %% active="ipynb"
# %grade momentum_step

# %% [markdown]
# ## 6. `adagrad_step`
#
# One learning rate for all weights is a compromise: some have large gradients, others small ones. AdaGrad sums up
# the squares of all gradients so far, for each weight, and divides by the root of the sum:
#
# $$s' = s + g^2, \qquad w' = w - \frac{\eta\, g}{\sqrt{s'} + \varepsilon}$$
#
# The small $\varepsilon$ stands beside the root, not inside it; it keeps the division from being one by zero.
# Return `(w', s')`.
#
# Example: $w = 1$, $s = 9$, $g = 4$, $\eta = 0.5$, $\varepsilon = 3$ give $s' = 25$ and
# $w' = 1 - 0.5 \cdot 4 / 8 = 0.75$.


# %%
def adagrad_step(w, s, g, eta, eps):
    """A step of AdaGrad; s sums the squares: (w', s')."""
    ### BEGIN SOLUTION
    s = s + g**2
    return w - eta * g / (np.sqrt(s) + eps), s
    ### END SOLUTION


# %% active="ipynb"
# print(adagrad_step(np.array([1.0]), np.array([9.0]), np.array([4.0]), 0.5, 3.0))  # [0.75] and [25]

# %% active="ipynb"
# %grade adagrad_step

# %% [markdown]
# ## 7. `rmsprop_step`
#
# The sum of AdaGrad only grows, so its steps only shrink. RMSProp forgets: an average of the squares that gives
# recent ones more weight takes the place of the sum.
#
# $$s' = \rho\, s + (1 - \rho)\, g^2, \qquad w' = w - \frac{\eta\, g}{\sqrt{s'} + \varepsilon}$$
#
# Return `(w', s')`.
#
# Example: $w = 1$, $s = 15$, $g = 5$, $\eta = 0.2$, $\rho = 0.9$, $\varepsilon = 1$ give $s' = 16$ and
# $w' = 1 - 0.2 \cdot 5 / 5 = 0.8$.


# %%
def rmsprop_step(w, s, g, eta, rho, eps):
    """A step of RMSProp; s averages the squares: (w', s')."""
    ### BEGIN SOLUTION
    s = rho * s + (1.0 - rho) * g**2
    return w - eta * g / (np.sqrt(s) + eps), s
    ### END SOLUTION


# %% active="ipynb"
# print(rmsprop_step(np.array([1.0]), np.array([15.0]), np.array([5.0]), 0.2, 0.9, 1.0))  # [0.8] and [16]

# %% active="ipynb"
# %grade rmsprop_step

# %% [markdown]
# ## 8. `adadelta_step`
#
# AdaDelta needs no learning rate at all. Where the others have $\eta$, it has the root of an average of its own
# earlier steps, squared. Here both $\varepsilon$ stand **inside** the roots:
#
# $$s' = \rho\, s + (1 - \rho)\, g^2, \qquad \Delta = -\frac{\sqrt{d + \varepsilon}}{\sqrt{s' + \varepsilon}}\, g$$
#
# $$d' = \rho\, d + (1 - \rho)\, \Delta^2, \qquad w' = w + \Delta$$
#
# Mind the order: $\Delta$ uses the new $s'$, but the old $d$. Return `(w', s', d')`.
#
# Example: $w = 5$, $s = 12$, $d = 8$, $g = 6$, $\rho = 0.5$, $\varepsilon = 1$ give $s' = 24$,
# $\Delta = -\tfrac{3}{5} \cdot 6 = -3.6$, $d' = 10.48$ and $w' = 1.4$.


# %%
def adadelta_step(w, s, d, g, rho, eps):
    """A step of AdaDelta; s averages squares of gradients, d of steps: (w', s', d')."""
    ### BEGIN SOLUTION
    s = rho * s + (1.0 - rho) * g**2
    delta = -np.sqrt(d + eps) / np.sqrt(s + eps) * g
    return w + delta, s, rho * d + (1.0 - rho) * delta**2
    ### END SOLUTION


# %% active="ipynb"
# one = np.ones(1)
# print(adadelta_step(5 * one, 12 * one, 8 * one, 6 * one, 0.5, 1.0))  # [1.4], [24] and [10.48]

# %% active="ipynb"
# %grade adadelta_step

# %% [markdown]
# ## 9. `adam_step`
#
# Adam puts both ideas together: $m$ remembers the direction, like momentum, $v$ the size, like RMSProp.
#
# $$m' = \beta_1 m + (1 - \beta_1)\, g, \qquad v' = \beta_2 v + (1 - \beta_2)\, g^2$$
#
# Both start at 0, so in the first steps they are too small. The bias correction at step $t$, counted from 1, makes
# up for that:
#
# $$\hat m = \frac{m'}{1 - \beta_1^t}, \qquad \hat v = \frac{v'}{1 - \beta_2^t}, \qquad
#   w' = w - \frac{\eta\, \hat m}{\sqrt{\hat v} + \varepsilon}$$
#
# Return `(w', m', v')`: the averages as they are, without the correction.
#
# Example: $w = 1$, $m = v = 0$, $g = 2$, $t = 1$, $\eta = 0.1$, $\beta_1 = 0.9$, $\beta_2 = 0.99$,
# $\varepsilon = 0.5$ give $m' = 0.2$, $v' = 0.04$, $\hat m = 2$, $\hat v = 4$ and $w' = 1 - 0.1 \cdot 2 / 2.5 = 0.92$.


# %%
def adam_step(w, m, v, g, t, eta, beta1, beta2, eps):
    """Step t of Adam, with bias correction: (w', m', v')."""
    ### BEGIN SOLUTION
    m = beta1 * m + (1.0 - beta1) * g
    v = beta2 * v + (1.0 - beta2) * g**2
    m_hat = m / (1.0 - beta1**t)
    v_hat = v / (1.0 - beta2**t)
    return w - eta * m_hat / (np.sqrt(v_hat) + eps), m, v
    ### END SOLUTION


# %% active="ipynb"
# one, zero = np.ones(1), np.zeros(1)
# print(adam_step(one, zero, zero, 2 * one, 1, 0.1, 0.9, 0.99, 0.5))  # [0.92], [0.2] and [0.04]

# %% active="ipynb"
# # A race into a long narrow valley, h(p) = p0² / 20 + p1², from the left.
# import matplotlib.pyplot as plt
#
# slope = lambda p: np.array([0.1 * p[0], 2.0 * p[1]])
# zero = np.zeros(2)
# racers = {
#     "SGD": lambda t, w: [sgd_step(w, slope(w), 0.9)],
#     "momentum": lambda t, w, v=zero: momentum_step(w, v, slope(w), 0.1, 0.9),
#     "AdaGrad": lambda t, w, s=zero: adagrad_step(w, s, slope(w), 1.0, 1e-7),
#     "RMSProp": lambda t, w, s=zero: rmsprop_step(w, s, slope(w), 0.3, 0.9, 1e-7),
#     "Adam": lambda t, w, m=zero, v=zero: adam_step(w, m, v, slope(w), t, 0.4, 0.9, 0.99, 1e-7),
# }
# u, v = np.meshgrid(np.linspace(-9, 3, 100), np.linspace(-2.5, 2.5, 80))
# plt.figure(figsize=(7, 3.2))
# plt.contour(u, v, u**2 / 20 + v**2, levels=[0.1, 0.5, 1, 2, 3, 4, 6], colors="#cccccc", linewidths=0.8)
# for (name, move), color in zip(racers.items(), ("#000000", "#0072B2", "#E69F00", "#009E73", "#D55E00")):
#     state, path = [np.array([-8.0, 2.0])], []
#     for t in range(1, 31):
#         path.append(state[0])
#         state = move(t, *state)
#     wide = 4 if name == "AdaGrad" else 1  # RMSProp goes nearly the same way
#     plt.plot(*np.array(path).T, marker=".", color=color, label=name, linewidth=wide)
# plt.plot(0, 0, "k*", markersize=12)
# plt.xlabel("$p_0$")
# plt.ylabel("$p_1$")
# plt.title("30 steps each")
# plt.legend(loc="center left", bbox_to_anchor=(1, 0.5), fontsize=8)
# plt.tight_layout()
# plt.show()

# %% active="ipynb"
# %grade adam_step

# %% [markdown]
# ## 10. `fit`
#
# Now the loop itself. `fit(x, y, epochs, batch_size, eta, seed)` gets float32 images `x`, shape `(n, d)`, values in
# $[0, 1]$, and whole-numbered labels `y`, shape `(n,)`, that count from 0. It trains a small classifier, written in
# TensorFlow: one or two `Dense` layers, or variables of your own. It returns a callable that takes images `(k, d)`
# to class probabilities `(k, c)`, `c` classes; a Keras model is such a callable.
#
# The loop is yours: `epochs` passes over the data, in batches of `batch_size` rows, one step a batch with the
# learning rate `eta`. Keras' `fit` is not used. Both are graded, and so is the accuracy on images that the
# classifier has not seen. Everything depends on `x` and `y`: other images may have another `d` and other data
# another number of classes.
#
# Shuffle the rows anew in each epoch: then no two epochs have the same batches. `seed` makes the run repeatable.
# A `tf.function` around the step makes it several times as fast, but is not needed.


# %%
def fit(x, y, epochs, batch_size, eta, seed):
    """Train a small classifier by a mini-batch loop; return a callable from (k, d) to probabilities (k, c)."""
    ### BEGIN SOLUTION
    tf.keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    hidden = tf.keras.layers.Dense(64, activation="relu")
    output = tf.keras.layers.Dense(int(y.max()) + 1, activation="softmax")
    model = tf.keras.Sequential([tf.keras.Input(x.shape[1:]), hidden, output])

    @tf.function
    def step(x_batch, y_batch):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.keras.losses.sparse_categorical_crossentropy(y_batch, model(x_batch)))
        for w, g in zip(model.trainable_variables, tape.gradient(loss, model.trainable_variables)):
            w.assign_sub(eta * g)

    for _ in range(epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), batch_size):
            rows = order[start : start + batch_size]
            step(x[rows], y[rows])
    return model
    ### END SOLUTION


# %% active="ipynb"
# # The 8 × 8 digits that ship with scikit-learn; a part of them is put aside.
# from sklearn.datasets import load_digits
#
# digits = load_digits()
# images, labels = (digits.data / 16).astype(np.float32), digits.target
# x_train, y_train, x_val, y_val = split(images, labels, 0.3, seed=0)
# predict = fit(x_train, y_train, epochs=20, batch_size=32, eta=0.1, seed=0)
# print(np.mean(np.argmax(predict(x_val), axis=1) == y_val))  # 0.94 or more
# print(crossentropy(y_val, np.asarray(predict(x_val))))  # about 0.2

# %% active="ipynb"
# # How the loss falls, with small batches and with large ones; fit starts anew for each point of the curves.
# import matplotlib.pyplot as plt
#
# epochs = [1, 2, 4, 8, 16]
# plt.figure(figsize=(6, 3))
# for size, color in ((16, "#0072B2"), (64, "#E69F00"), (256, "#009E73")):
#     runs = [fit(x_train, y_train, n, size, 0.1, 0) for n in epochs]
#     losses = [crossentropy(y_val, np.asarray(run(x_val))) for run in runs]
#     plt.plot(epochs, losses, marker="o", color=color, label=f"batches of {size}")
# plt.xlabel("epochs")
# plt.ylabel("validation loss")
# plt.ylim(bottom=0)
# plt.legend()
# plt.tight_layout()
# plt.show()

# %% active="ipynb"
# # What it still gets wrong: image, true class, answer.
# answers = np.argmax(predict(x_val), axis=1)
# wrong = np.flatnonzero(answers != y_val)[:8]
# figure, axes = plt.subplots(1, 8, figsize=(7, 1.4))
# for ax in axes:
#     ax.axis("off")
# for ax, i in zip(axes, wrong):
#     ax.imshow(x_val[i].reshape(8, 8), cmap="gray_r")
#     ax.set_title(f"{y_val[i]}, read as {answers[i]}", fontsize=7)
# plt.show()

# %% active="ipynb"
# %grade fit

# %% [markdown]
# ## All visible checks

# %% active="ipynb"
# %grade
