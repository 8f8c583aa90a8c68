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
# | part | points |
# | --- | --- |
# | `SimpleDense` | 50 |
# | `NaiveDense` | 30 |
# | `NaiveSequential` | 20 |

# %%
import tensorflow as tf
from tensorflow import keras

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
        self.W = self.add_weight(
            name="W", shape=(input_shape[-1], self.units), initializer="glorot_uniform", trainable=True
        )
        self.b = self.add_weight(name="b", shape=(self.units,), initializer="zeros", trainable=True)
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


# %% [markdown]
# Try it:

# %%
# layer = SimpleDense(units=32, activation=tf.nn.relu)
# print(layer.weights)                          # nothing yet
# print(layer(tf.ones((2, 784))).shape)         # (2, 32)
# print(layer.count_params())                   # 25120
#
# model = keras.Sequential([SimpleDense(32, "relu"), SimpleDense(10, "softmax")])
# print(model(tf.ones((2, 784))).shape)         # (2, 10)
#
# print(SimpleDense.from_config(SimpleDense(3, "tanh").get_config()).get_config())

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


# %% [markdown]
# Try it:

# %%
# layer = NaiveDense(input_size=4, output_size=3, activation=tf.nn.relu)
# print(layer(tf.ones((2, 4))))
# layer.weights[1].assign([1.0, 2.0, 3.0])      # changes b, so the output is larger now
# print(layer(tf.ones((2, 4))))

# %% [markdown]
# ## 3. `NaiveSequential(layers)`
#
# A model that is a chain: the first layer gets the input, each further layer gets what the one before it returned,
# and the output of the last one is the answer. `weights` is one flat list: all weights of the first layer, then all
# of the second, and so on. A layer is anything that can be called and has a list `weights`; that list may be
# empty. With it a training step is short: take the gradients of the loss with respect to `model.weights`, and
# subtract a little of each gradient from its weight.
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


# %% [markdown]
# Try it:

# %%
# sizes = [784, 32, 64, 32, 10]
# model = NaiveSequential([NaiveDense(m, n, tf.nn.relu) for m, n in zip(sizes, sizes[1:])])
# print(model(tf.ones((2, 784))).shape)         # (2, 10)
# print(len(model.weights))                     # 8
