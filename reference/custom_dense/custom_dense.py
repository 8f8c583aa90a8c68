# %% [markdown]
# # Your own dense layer
#
# A *layer* keeps numbers (its weights) and knows one computation (its forward pass). The dense layer is the
# most common one. For a batch $x$ of shape `(n, input_dim)` it computes
#
# $$y = \mathrm{activation}(x \cdot W + b)$$
#
# with a matrix $W$ of shape `(input_dim, units)` and a vector $b$ of shape `(units,)`, which is added to every
# row. The weights start at random values ($W$) and at zeros ($b$); training moves them.
#
# You write this layer twice. `SimpleDense` is a Keras layer: it finds out by itself how wide its input is, and it
# works inside every Keras model. `NaiveDense` is a plain class without any help, and `NaiveSequential` chains
# such layers. Having built both, you know what Keras takes off your hands.
#
# In the notebook, the cells under each part try it and run its visible checks (`%grade SimpleDense`); the last cell
# runs them all. In the script these cells are comments, and `grade locally` runs the checks.
#
# | part | points |
# | --- | --- |
# | `SimpleDense` | 50 |
# | `NaiveDense` | 30 |
# | `NaiveSequential` | 20 |

# %%
import tensorflow as tf
from tensorflow import keras

# %% active="ipynb"
# %load_ext grader

# %% [markdown]
# ## 1. `SimpleDense(units, activation=None)`
#
# A subclass of `keras.layers.Layer`. Keras calls your methods at different moments:
#
# - `__init__` runs when you write `SimpleDense(32)`. The width of the input is not known yet, so no weights are
#   made here. Only the settings are kept.
# - `build(input_shape)` runs once, before the first input is processed. `input_shape[-1]` is the width of the
#   input. Here the weights are made, with `self.add_weight(shape=..., initializer=...)`: Keras then knows them,
#   counts them in `layer.weights`, and trains them. Call them `self.W` (random) and `self.b` (zeros).
# - `call(inputs)` is the forward pass. Only the last dimension of the input is mixed: an input of shape
#   `(2, 7, 5)` gives `(2, 7, units)`. Use TensorFlow's operations, not NumPy's: Keras compiles `call` to a graph.
# - `get_config` returns a dictionary with all that is needed to make the same layer again (without its trained
#   weights). `SimpleDense.from_config(config)` calls `SimpleDense(**config)`. The dictionary of the base class
#   holds `name`, `trainable` and `dtype`; this is why `__init__` takes `**kwargs` and hands them on.
#
# `activation` is a callable such as `tf.nn.relu`, or a name that Keras knows, such as `"relu"`, or `None`: then
# $x \cdot W + b$ is returned as it is. `keras.activations.get` turns a name into a function, and
# `keras.activations.serialize` a function of Keras into its name. After `from_config(get_config())` the copy has
# the same units and the same activation, if that was given by name or was `None`; a bare function need not survive.
#
# A sanity check: `SimpleDense(units=32, activation=tf.nn.relu)` maps `tf.ones((2, 784))` to shape `(2, 32)`,
# and has $784 \cdot 32 + 32 = 25120$ trainable numbers.


# %%
class SimpleDense(keras.layers.Layer):
    """A dense layer for Keras: activation(x·W + b), the input size is inferred."""

    def __init__(self, units, activation=None, **kwargs):
        """Keep the settings; the weights come later, in build()."""
        super().__init__(**kwargs)
        ### BEGIN SOLUTION
        self.units = units
        self.activation = keras.activations.get(activation)
        ### END SOLUTION

    def build(self, input_shape):
        """Make W (input_dim, units), random, and b (units,), zeros."""
        ### BEGIN SOLUTION
        self.W = self.add_weight(shape=(input_shape[-1], self.units))
        self.b = self.add_weight(shape=(self.units,), initializer="zeros")
        ### END SOLUTION

    def call(self, inputs):
        """Return activation(inputs·W + b); inputs have any number of leading dimensions."""
        ### BEGIN SOLUTION
        return self.activation(keras.ops.matmul(inputs, self.W) + self.b)
        ### END SOLUTION

    def get_config(self):
        """Return what the constructor needs to make this layer again."""
        config = super().get_config()
        ### BEGIN SOLUTION
        config["units"] = self.units
        config["activation"] = keras.activations.serialize(self.activation)
        ### END SOLUTION
        return config


# %% active="ipynb"
# layer = SimpleDense(units=32, activation=tf.nn.relu)
# print(layer.weights)  # []: nothing yet
# print(layer(tf.ones((2, 784))).shape)  # (2, 32)
# print(layer.count_params())  # 25120
# print(layer(tf.ones((2, 7, 784))).shape)  # (2, 7, 32)
#
# model = keras.Sequential([SimpleDense(n, "relu") for n in (32, 64, 32)] + [SimpleDense(10, "softmax")])
# print(model(tf.ones((2, 784))).shape)  # (2, 10): no layer was told the width of its input
#
# twin = SimpleDense.from_config(SimpleDense(3, "tanh").get_config())
# print(twin.get_config())  # units is 3, activation is tanh

# %% active="ipynb"
# %grade SimpleDense

# %% [markdown]
# ### What an activation does
#
# One input, one unit: with $W = 1$ and $b = 0$ the layer draws its activation function. Other weights stretch the curve
# and move it, which is all that training can do to a single unit.

# %% active="ipynb"
# import matplotlib.pyplot as plt
# import numpy as np
#
# plt.style.use("seaborn-v0_8-colorblind")
#
#
# def show_activations(names):
#     v = np.linspace(-4.0, 4.0, 161, dtype="float32").reshape(-1, 1)
#
#     def curve(activation, W, b):
#         layer = SimpleDense(1, activation)
#         layer.build((None, 1))
#         layer.W.assign([[W]])
#         layer.b.assign([b])
#         return np.asarray(layer(v))[:, 0]
#
#     plain = {name: curve(name, 1.0, 0.0) for name in names}
#     weighted = {(W, b): curve("relu", W, b) for W, b in ((1.0, 0.0), (0.5, 1.0), (-1.0, -1.0))}
#     fig, axes = plt.subplots(1, 2, figsize=(7, 3), layout="constrained", sharey=True)
#     for (name, values), style in zip(plain.items(), ("C3:", "C0-", "C2--", "C1-.")):
#         axes[0].plot(v, values, style, linewidth=2, label=str(name))
#     axes[0].set(title="W = 1, b = 0", xlabel="x", ylabel="output", ylim=(-2, 5))
#     for ((W, b), values), style in zip(weighted.items(), ("C0-", "C2--", "C1-.")):
#         axes[1].plot(v, values, style, linewidth=2, label=f"W = {W:g}, b = {b:g}")
#     axes[1].set(title="relu with other weights", xlabel="x")
#     for ax in axes:
#         ax.legend(fontsize=9, loc="upper left" if ax is axes[0] else "upper center")
#     plt.show()
#
#
# show_activations((None, "relu", "tanh", "sigmoid"))

# %% [markdown]
# ### Your layer learns
#
# Two classes of points, one around the other, and two models made of `SimpleDense`: one without activations in its
# hidden layers, one with relu. Layers without activation collapse, however many there are:
#
# $$(x \cdot W_1 + b_1) \cdot W_2 + b_2 = x \cdot (W_1 W_2) + (b_1 W_2 + b_2)$$
#
# This is one single dense layer, and its border between the classes is a straight line. Only what lies between the
# layers makes a network more than that.

# %% active="ipynb"
# import matplotlib.pyplot as plt
# import numpy as np
#
#
# def show_borders(activations):
#     keras.utils.set_random_seed(0)
#     rng = np.random.default_rng(0)
#     inside = (np.arange(240) < 120).astype("float32")
#     angle = rng.uniform(0.0, 2.0 * np.pi, size=240)
#     radius = np.where(inside, 0.6, 1.8) + rng.normal(scale=0.2, size=240)
#     points = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]).astype("float32")
#
#     models, losses = {}, {}
#     for activation in activations:
#         hidden = [SimpleDense(16, activation), SimpleDense(16, activation)]
#         model = keras.Sequential([*hidden, SimpleDense(1, "sigmoid")])
#         model.compile(keras.optimizers.Adam(0.01), loss="binary_crossentropy")
#         losses[activation] = model.fit(points, inside, epochs=40, batch_size=32, verbose=0).history["loss"]
#         models[activation] = model
#
#     side = np.linspace(-2.6, 2.6, 80, dtype="float32")
#     grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
#     fig, axes = plt.subplots(1, 3, figsize=(7.5, 2.8), layout="constrained")
#     for (activation, loss), style in zip(losses.items(), ("C2--", "C0-")):
#         axes[0].plot(loss, style, linewidth=2, label=str(activation))
#     axes[0].set(title="training", xlabel="epoch", ylabel="loss", ylim=(0, None))
#     axes[0].legend()
#     for ax, (activation, model) in zip(axes[1:], models.items()):
#         region = np.asarray(model(grid)).reshape(80, 80)
#         ax.contourf(side, side, region, levels=[0.0, 0.5, 1.0], colors=["#f6d5bd", "#bcd9ec"])
#         ax.plot(*points[inside == 1].T, "o", color="C0", markersize=3)
#         ax.plot(*points[inside == 0].T, "^", color="C2", markersize=3)
#         ax.set(title=f"hidden: {activation}", xticks=[], yticks=[], aspect="equal")
#     plt.show()
#
#
# show_borders((None, "relu"))

# %% [markdown]
# ## 2. `NaiveDense(input_size, output_size, activation)`
#
# The same computation without Keras: a plain class, and nothing of Keras inside. Nobody infers a shape for you, so
# both sizes are arguments.
#
# - `W` is a `tf.Variable` of shape `(input_size, output_size)` with small random values
#   (`tf.random.uniform` or `tf.random.normal` make them),
# - `b` is a `tf.Variable` of shape `(output_size,)` with zeros,
# - `weights` is the list `[W, b]`: the variables themselves, not copies of their values, because whoever trains the
#   layer changes it through this list,
# - calling the layer with a float32 tensor `(n, input_size)` gives activation(x·W + b), shape `(n, output_size)`.
#   `activation` is a callable here, no name.
#
# The method behind `layer(x)` is `__call__`. The decorator `@property` lets `layer.weights` run a method.


# %%
class NaiveDense:
    """A dense layer made of two variables and one formula."""

    def __init__(self, input_size, output_size, activation):
        """Make the variables W (random) and b (zeros), and keep the activation."""
        ### BEGIN SOLUTION
        self.activation = activation
        self.W = tf.Variable(tf.random.normal((input_size, output_size), stddev=0.1))
        self.b = tf.Variable(tf.zeros((output_size,)))
        ### END SOLUTION

    def __call__(self, inputs):
        """Return activation(inputs·W + b)."""
        ### BEGIN SOLUTION
        return self.activation(inputs @ self.W + self.b)
        ### END SOLUTION

    @property
    def weights(self):
        """The list [W, b] of the variables themselves."""
        ### BEGIN SOLUTION
        return [self.W, self.b]
        ### END SOLUTION


# %% active="ipynb"
# layer = NaiveDense(input_size=4, output_size=3, activation=tf.nn.relu)
# print(layer(tf.ones((2, 4))).numpy())
# layer.weights[1].assign([1.0, 2.0, 3.0])  # changes b, so the output is larger now
# print(layer(tf.ones((2, 4))).numpy())
# print([tuple(weight.shape) for weight in layer.weights])  # [(4, 3), (3,)]

# %% active="ipynb"
# %grade NaiveDense

# %% [markdown]
# ## 3. `NaiveSequential(layers)`
#
# A model that is a chain: the first layer gets the input, each further layer gets what the one before it returned,
# and the output of the last one is the answer. `weights` is one flat list: all weights of the first layer, then all
# of the second, and so on. A layer is anything that can be called and has a list `weights`; that list may be
# empty. With it a training step is short: take the gradients of the loss with respect to `model.weights`, and
# subtract a little of each gradient from its weight.
#
# $$w \leftarrow w - \eta \, \frac{\partial\, \text{loss}}{\partial w} \quad \text{for every } w \text{ in the list}$$
#
# A sanity check: the chain 784 → 32 → 64 → 32 → 10 of four `NaiveDense` layers has 8 weight tensors.


# %%
class NaiveSequential:
    """Layers called one after another."""

    def __init__(self, layers):
        """Keep the layers."""
        ### BEGIN SOLUTION
        self.layers = list(layers)
        ### END SOLUTION

    def __call__(self, inputs):
        """Send the inputs through all layers in order."""
        ### BEGIN SOLUTION
        outputs = inputs
        for layer in self.layers:
            outputs = layer(outputs)
        return outputs
        ### END SOLUTION

    @property
    def weights(self):
        """All weights of all layers, in order, in one flat list."""
        ### BEGIN SOLUTION
        return [weight for layer in self.layers for weight in layer.weights]
        ### END SOLUTION


# %% active="ipynb"
# sizes = [784, 32, 64, 32, 10]
# model = NaiveSequential([NaiveDense(m, n, tf.nn.relu) for m, n in zip(sizes, sizes[1:])])
# print(model(tf.ones((2, 784))).shape)  # (2, 10)
# print(len(model.weights))  # 8

# %% active="ipynb"
# %grade NaiveSequential

# %% [markdown]
# ### A training step by hand
#
# Everything is in place: a model that computes, and the list of all that may change. The model below learns a sine from
# 60 points. Each of the 2,000 steps asks the tape for the gradients and moves each weight a little against its own.

# %% active="ipynb"
# import matplotlib.pyplot as plt
# import numpy as np
#
#
# def show_training(steps, eta):
#     tf.random.set_seed(1)
#     x = tf.constant(np.linspace(-3.0, 3.0, 60, dtype="float32").reshape(-1, 1))
#     y = tf.sin(x)
#     tanh = tf.nn.tanh
#     model = NaiveSequential([NaiveDense(1, 24, tanh), NaiveDense(24, 24, tanh), NaiveDense(24, 1, tf.identity)])
#
#     @tf.function
#     def step():
#         with tf.GradientTape() as tape:
#             loss = tf.reduce_mean(tf.square(model(x) - y))
#         for weight, gradient in zip(model.weights, tape.gradient(loss, model.weights)):
#             weight.assign_sub(eta * gradient)
#         return loss
#
#     before = model(x)
#     losses = [float(step()) for _ in range(steps)]
#     fig, axes = plt.subplots(1, 2, figsize=(6.5, 3), layout="constrained")
#     axes[0].semilogy(losses, "C0")
#     axes[0].set(xlabel="step", ylabel="mean squared error")
#     axes[1].plot(x, y, color="0.75", linewidth=5, label="sine")
#     axes[1].plot(x, before, "C2--", label="before")
#     axes[1].plot(x, model(x), "C0", label="after")
#     axes[1].set(xlabel="x", ylim=(-1.3, 1.6))
#     axes[1].legend(loc="upper left", ncols=3, fontsize=8)
#     plt.show()
#
#
# show_training(2000, 0.05)

# %% [markdown]
# ## All of it
#
# Every visible check. The grading runs these and hidden ones, which ask the same with other inputs.

# %% active="ipynb"
# %grade
