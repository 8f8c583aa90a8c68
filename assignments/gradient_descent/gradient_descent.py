# %% [markdown]
# # Gradient descent
#
# Training a network means walking downhill on a surface that nobody can see as a whole. Before that surface has
# millions of dimensions, it is worth walking on one that fits on a napkin:
#
# $$f(x) = x^2 - 4x + 4 = (x - 2)^2$$
#
# Its only minimum is $0$, at $x = 2$. One step of gradient descent with the learning rate $\eta$ is
#
# $$x_{t+1} = x_t - \eta \, f'(x_t)$$
#
# You will write this step in four ways (a plain loop, a compiled graph, a Keras optimizer, several dimensions),
# find out when it runs away, and end with the rule that trains a linear model one sample at a time.
#
# Names, arguments and shapes are fixed, the inside of each function is yours. Learning rates and starting points
# come as Python floats, numbers of steps as Python ints. A function never changes an array that it was given.

# %%
import math

import numpy as np
import tensorflow as tf

# %% [markdown]
# ## 1. `descend`
#
# A `tf.Variable` holds $x$. In each step
#
# 1. a `tf.GradientTape` watches how $y = f(x)$ is computed,
# 2. the tape tells $\frac{dy}{dx}$,
# 3. the variable moves against it.
#
# Return `(xs, ys)`, two float32 arrays of shape `(steps,)`. `xs[i]` is $x$ **after** update $i$; `ys[i]` is $f$ at
# the point from which update $i$ **started**. So `ys[0]` is always $f(x_0)$, and `xs[-1]` is where the walk ends.
#
# With the defaults `xs[41]` is about 2.00068 and `xs[44]` about 2.00035. The values fall to 0 within float32
# rounding: 4.76837e-07 at steps 41 and 42, then 0.0 (a little more or less is fine, other formulas round in
# another way).


# %%
def descend(x0=10.0, eta=0.1, steps=50):
    """Walk `steps` steps down f from x0; return (xs, ys), two float32 arrays of shape (steps,)."""
    raise NotImplementedError("write descend")


# %%
# Try it: remove the "# " in front of the lines.
# xs, ys = descend()
# print(xs[[0, 41, 44]], ys[[0, 1, 49]])  # 8.4, 2.00068, 2.00035 and 64, 40.96, about 0

# %% [markdown]
# ## 2. `do_update`
#
# The loop above works out the same derivative again in every step. A `tf.function` does it once: the first call
# runs the Python body and records the operations as a graph (this is *tracing*), later calls only run the graph.
#
# Write one step as a `tf.function` at the top level of the file. It moves the `tf.Variable` `x` in place and
# returns $f(x)$ from **before** the step, a scalar tensor. Everything that it needs comes in through its arguments:
# what a global variable held while the body was traced would be frozen into the graph.

# %%
def do_update(x, eta):
    """Make one descent step on the variable x in place; return f(x) before the step. A tf.function."""
    raise NotImplementedError("write do_update")


# %%
# Try it:
# x = tf.Variable(10.0)
# print(do_update(x, 0.1), x.numpy())  # 64.0 and 8.4
# print(do_update.experimental_get_tracing_count())

# %% [markdown]
# ## 3. `descend_graph`
#
# The same result as `descend`, with every step made by `do_update`.
#
# Take care that one call of `descend_graph` traces `do_update` once at most. A trace belongs to the arguments it was
# made for. For a tensor only dtype and shape count; a Python number counts with its value, so that a number that
# changes from step to step costs a new trace in every step.


# %%
def descend_graph(x0=10.0, eta=0.1, steps=50):
    """The same as `descend`, every step through `do_update`."""
    raise NotImplementedError("write descend_graph")


# %%
# Try it:
# before = do_update.experimental_get_tracing_count()
# print(descend_graph(steps=3))  # x: 8.4, 7.12, 6.096
# print(do_update.experimental_get_tracing_count() - before)  # 0 or 1

# %% [markdown]
# ## 4. `descend_optimizer`
#
# Keras brings the update rule along, as an *optimizer*. For our step it is `tf.keras.optimizers.SGD`. Give it
# the learning rate, then hand it gradient and variable in each step, with `apply` or `apply_gradients`.
# (Older texts call `minimize`; Keras 3 has no such method.)
#
# The result is that of `descend`. Every step must be taken by the optimizer.


# %%
def descend_optimizer(x0=10.0, eta=0.1, steps=50):
    """The same as `descend`, every step taken by tf.keras.optimizers.SGD."""
    raise NotImplementedError("write descend_optimizer")


# %%
# Try it:
# print(np.max(np.abs(descend_optimizer()[0] - descend()[0])))  # 0, or nearly

# %% [markdown]
# ## 5. `descend_multi`
#
# Nothing above depends on $x$ being a single number. Here $f$ is any function from a float32 tensor of shape `(d,)`
# to a scalar tensor, and the gradient has $d$ entries:
#
# $$\mathbf{x}_{t+1} = \mathbf{x}_t - \eta \, \nabla f(\mathbf{x}_t)$$
#
# Return the point after `steps` steps, an array of shape `(d,)`. The array `x0` stays as it was.


# %%
def descend_multi(f, x0, eta, steps):
    """Walk `steps` steps down f from the array x0; return the last point, an array of shape (d,)."""
    raise NotImplementedError("write descend_multi")


# %%
# Try it:
# def bowl(p):
#     return (p[0] - 1.0) ** 2 + 3.0 * (p[1] + 2.0) ** 2
#
# print(descend_multi(bowl, np.array([4.0, 1.0], dtype=np.float32), 0.1, 60))  # close to [1, -2]

# %% [markdown]
# ## 6. `diverges`
#
# A small learning rate is slow. A large one jumps over the minimum, and a too large one lands farther away than
# it started, each time. Plot `xs` for a few learning rates around 1 and see.
#
# Return `True` exactly when, after `steps` updates of $f$, $x$ is farther from 2 than `x0` was, or is no finite
# number any more; else `False`. The learning rate may also be negative here: what happens then?
#
# Mind that every comparison with NaN is false.


# %%
def diverges(eta, x0=10.0, steps=50):
    """Whether x ends farther from 2 than x0 was, or not finite."""
    raise NotImplementedError("write diverges")


# %%
# Try it:
# print([diverges(eta) for eta in (0.1, 0.95, 1.05, -0.1)])  # [False, False, True, True]

# %% [markdown]
# ## 7. `sgd_linear`
#
# *Stochastic* gradient descent does not wait until it has seen all data. For a linear model $\mathbf{w} \cdot
# \mathbf{x}$ the error of one sample is
#
# $$E = \tfrac{1}{2} \, (\mathbf{w} \cdot \mathbf{x}_i - y_i)^2, \qquad
#   \nabla_{\mathbf{w}} E = (\mathbf{w} \cdot \mathbf{x}_i - y_i) \, \mathbf{x}_i$$
#
# and $\mathbf{w}$ moves after every single sample. Start with zeros, take the rows of `X` (shape `(n, d)`) in their
# order, and make `epochs` passes over all of them. Return $\mathbf{w}$, a float64 array of shape `(d,)`.
#
# One sample by hand: with $\mathbf{x} = (1, 2)$, $y = 3$ and $\eta = 0.1$, the first step goes from $(0, 0)$ to
# $(0.3, 0.6)$.


# %%
def sgd_linear(X, y, eta, epochs):
    """Train w of the model w·x by SGD, one sample at a time in row order; return w, float64 of shape (d,)."""
    raise NotImplementedError("write sgd_linear")


# %%
# Try it:
# print(sgd_linear(np.array([[1.0, 2.0]]), np.array([3.0]), 0.1, 1))  # [0.3, 0.6]
