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
#
# In the notebook, the cells under each part try it and run its visible checks (`%grade descend`); the last cell runs
# them all. In the script these cells are comments, and `grade locally` runs the checks.

# %%
import math

import numpy as np
import tensorflow as tf

# %% active="ipynb"
# %load_ext grader

# %% [markdown]
# ## 1. `descend(x0=10.0, eta=0.1, steps=50)`
#
# A `tf.Variable` holds $x$, in float32. In each step
#
# 1. a `tf.GradientTape` watches how $y = f(x)$ is computed,
# 2. the tape tells $\frac{dy}{dx}$,
# 3. the variable moves against it.
#
# With the defaults, $f'(10) = 2 \cdot 10 - 4 = 16$, so the first step leads to $10 - 0.1 \cdot 16 = 8.4$.
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
    ### BEGIN SOLUTION
    x = tf.Variable(x0)
    xs = np.empty(steps, dtype=np.float32)
    ys = np.empty(steps, dtype=np.float32)
    for i in range(steps):
        with tf.GradientTape() as tape:
            y = x * x - 4.0 * x + 4.0
        x.assign_sub(eta * tape.gradient(y, x))
        xs[i] = x.numpy()
        ys[i] = y.numpy()
    return xs, ys
    ### END SOLUTION


# %% active="ipynb"
# xs, ys = descend()
# print(np.asarray(xs)[[0, 41, 44]])  # 8.4, 2.00068, 2.00035
# print(np.asarray(ys)[[0, 1, 49]])  # 64, 40.96, about 0

# %% active="ipynb"
# %grade descend

# %% [markdown]
# The path on the parabola, and beside it one with a learning rate that is too large: each step lands farther away.

# %% active="ipynb"
# import matplotlib.pyplot as plt
#
# plt.style.use("seaborn-v0_8-colorblind")
#
#
# def show_paths(runs):
#     paths = {}
#     for eta, steps in runs.items():
#         xs, ys = descend(x0=10.0, eta=eta, steps=steps)
#         paths[eta] = np.concatenate([[10.0], xs])
#     fig, axes = plt.subplots(1, 2, figsize=(6.5, 3), layout="constrained")
#     for ax, (eta, path), colour in zip(axes, paths.items(), ("C0", "C2")):
#         reach = np.max(np.abs(path - 2.0)) + 1.0
#         line = np.linspace(2.0 - reach, 2.0 + reach, 200)
#         ax.plot(line, (line - 2.0) ** 2, color="0.75")
#         ax.plot(path, (path - 2.0) ** 2, "o-", color=colour, markersize=4, linewidth=1)
#         ax.plot(path[0], (path[0] - 2.0) ** 2, "ks", label="start")
#         ax.set(title=f"eta = {eta}, {len(path) - 1} steps", xlabel="x", ylabel="f(x)")
#         ax.legend(loc="upper center")
#     plt.show()
#
#
# show_paths({0.1: 20, 1.05: 8})  # learning rate: steps

# %% [markdown]
# ## 2. `do_update(x, eta)`
#
# The loop above works out the same derivative again in every step. A `tf.function` does it once: the first call
# runs the Python body and records the operations as a graph (this is *tracing*), later calls only run the graph.
# In the lecture this made the loop about 4 times as fast.
#
# Write one step as a `tf.function` at the top level of the file (this is graded). It moves the `tf.Variable` `x` in
# place and returns $f(x)$ from **before** the step, a scalar tensor. Everything that it needs comes in through its
# arguments: what a global variable held while the body was traced would be frozen into the graph.


# %%
### BEGIN SOLUTION
@tf.function
### END SOLUTION
def do_update(x, eta):
    """Make one descent step on the variable x in place; return f(x) before the step. A tf.function."""
    ### BEGIN SOLUTION
    with tf.GradientTape() as tape:
        y = x * x - 4.0 * x + 4.0
    x.assign_sub(eta * tape.gradient(y, x))
    return y
    ### END SOLUTION


# %% active="ipynb"
# x = tf.Variable(10.0)
# print(do_update(x, 0.1).numpy(), x.numpy())  # 64.0 and 8.4
# print(do_update(x, 0.1).numpy(), x.numpy())  # about 40.96 and 7.12
# print(do_update.experimental_get_tracing_count())  # 1: the second call only ran the graph

# %% active="ipynb"
# %grade do_update

# %% [markdown]
# ## 3. `descend_graph(x0=10.0, eta=0.1, steps=50)`
#
# The same result as `descend`, with every step made by `do_update` (this is graded).
#
# Take care that one call of `descend_graph` traces `do_update` once at most, and not once a step (graded as well).
# A trace belongs to the arguments it was made for. For a tensor only dtype and shape count; a Python number counts
# with its value, so that a number that changes from step to step costs a new trace in every step.


# %%
def descend_graph(x0=10.0, eta=0.1, steps=50):
    """The same as `descend`, every step through `do_update`."""
    ### BEGIN SOLUTION
    x = tf.Variable(x0)
    rate = tf.constant(eta)
    xs = np.empty(steps, dtype=np.float32)
    ys = np.empty(steps, dtype=np.float32)
    for i in range(steps):
        ys[i] = do_update(x, rate).numpy()
        xs[i] = x.numpy()
    return xs, ys
    ### END SOLUTION


# %% active="ipynb"
# print(descend_graph(steps=3))  # x: 8.4, 7.12, 6.096; y: 64, 40.96, 26.2144
# before = do_update.experimental_get_tracing_count()
# descend_graph(steps=50)
# print(do_update.experimental_get_tracing_count() - before)  # 0 or 1

# %% active="ipynb"
# %grade descend_graph

# %% [markdown]
# What does the graph save? The second of two calls counts, since the first one may trace. The factor depends on your
# machine, and on the step: in one as small as this, most of the time goes into calling and little into computing.

# %% active="ipynb"
# import time
#
#
# def show_time(function):
#     function(steps=200)
#     start = time.perf_counter()
#     function(steps=200)
#     print(f"{function.__name__}: {1e6 * (time.perf_counter() - start) / 200:.0f} microseconds a step")
#
#
# show_time(descend)
# show_time(descend_graph)

# %% [markdown]
# ## 4. `descend_optimizer(x0=10.0, eta=0.1, steps=50)`
#
# Keras brings the update rule along, as an *optimizer*. For our step it is `tf.keras.optimizers.SGD`. Give it
# the learning rate, then hand it gradient and variable in each step, with `apply` or `apply_gradients`.
# (Older texts call `minimize`; Keras 3 has no such method.)
#
# The result is that of `descend`. Every step must be taken by the optimizer (this is graded).


# %%
def descend_optimizer(x0=10.0, eta=0.1, steps=50):
    """The same as `descend`, every step taken by tf.keras.optimizers.SGD."""
    ### BEGIN SOLUTION
    x = tf.Variable(x0)
    optimizer = tf.keras.optimizers.SGD(learning_rate=eta)
    xs = np.empty(steps, dtype=np.float32)
    ys = np.empty(steps, dtype=np.float32)
    for i in range(steps):
        with tf.GradientTape() as tape:
            y = x * x - 4.0 * x + 4.0
        optimizer.apply_gradients([(tape.gradient(y, x), x)])
        xs[i] = x.numpy()
        ys[i] = y.numpy()
    return xs, ys
    ### END SOLUTION


# %% active="ipynb"
# print(np.max(np.abs(descend_optimizer()[0] - descend()[0])))  # 0, or nearly

# %% active="ipynb"
# %grade descend_optimizer

# %% [markdown]
# ## 5. `descend_multi(f, x0, eta, steps)`
#
# Nothing above depends on $x$ being a single number. Here $f$ is any function from a float32 tensor of shape `(d,)`
# to a scalar tensor, and the gradient has $d$ entries:
#
# $$\mathbf{x}_{t+1} = \mathbf{x}_t - \eta \, \nabla f(\mathbf{x}_t)$$
#
# Return the point after `steps` steps, an array of shape `(d,)`. The array `x0` stays as it was.
#
# One step by hand: $f(\mathbf{p}) = (p_0 - 1)^2 + 3 (p_1 + 2)^2$ has the gradient $(2 (p_0 - 1),\; 6 (p_1 + 2))$. At
# $(4, 1)$ this is $(6, 18)$, and with $\eta = 0.1$ the step leads to $(3.4, -0.8)$.
#
# The walk ends in the minimum that lies below its start. A surface with several minima wants several starts.


# %%
def descend_multi(f, x0, eta, steps):
    """Walk `steps` steps down f from the array x0; return the last point, an array of shape (d,)."""
    ### BEGIN SOLUTION
    x = tf.Variable(x0, dtype=tf.float32)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            y = f(x)
        x.assign_sub(eta * tape.gradient(y, x))
    return x.numpy()
    ### END SOLUTION


# %% active="ipynb"
# def bowl(p):
#     return (p[0] - 1.0) ** 2 + 3.0 * (p[1] + 2.0) ** 2
#
#
# print(descend_multi(bowl, np.array([4.0, 1.0], dtype=np.float32), 0.1, 60))  # close to [1, -2]

# %% active="ipynb"
# %grade descend_multi

# %% [markdown]
# The same bowl from above. It is steeper from top to bottom than from left to right, so one learning rate has to serve
# two slopes: where it is large enough for the flat direction, the steep one already jumps from side to side.

# %% active="ipynb"
# import matplotlib.pyplot as plt
#
#
# def show_from_above(f, etas, steps):
#     start = np.array([4.0, 1.0], dtype=np.float32)
#     paths = {}
#     for eta in etas:
#         points = [descend_multi(f, start, eta, n) for n in range(1, steps + 1)]
#         paths[eta] = np.array([start, *points])
#     fig, axes = plt.subplots(1, 2, figsize=(6.5, 3.2), layout="constrained", sharey=True)
#     p0, p1 = np.meshgrid(np.linspace(-1.0, 5.0, 80), np.linspace(-5.0, 2.0, 80))
#     for ax, (eta, path), colour in zip(axes, paths.items(), ("C0", "C2")):
#         ax.contour(p0, p1, f([p0, p1]), levels=[0.5, 2, 6, 12, 20, 30], colors="0.75", linewidths=1)
#         ax.plot(path[:, 0], path[:, 1], "o-", color=colour, markersize=4, linewidth=1)
#         ax.plot(*start, "ks", label="start")
#         ax.plot(1.0, -2.0, "k+", markersize=10, label="minimum")
#         ax.set(title=f"eta = {eta}, {steps} steps", xlabel="p[0]", xticks=[0, 2, 4])
#     axes[0].set_ylabel("p[1]")
#     axes[0].legend(loc="lower right")
#     plt.show()
#
#
# show_from_above(lambda p: (p[0] - 1.0) ** 2 + 3.0 * (p[1] + 2.0) ** 2, (0.05, 0.3), steps=20)

# %% [markdown]
# ## 6. `diverges(eta, x0=10.0, steps=50)`
#
# A small learning rate is slow. A large one jumps over the minimum, and a too large one lands farther away than
# it started, each time. On this parabola every step multiplies the distance to the minimum by the same number:
#
# $$x_{t+1} - 2 = (1 - 2 \eta) (x_t - 2)$$
#
# Return `True` exactly when, after `steps` updates of $f$, $x$ is farther from 2 than `x0` was, or is no finite
# number any more; else `False`. The learning rate may also be negative here: what happens then?
#
# Mind that every comparison with NaN is false.


# %%
def diverges(eta, x0=10.0, steps=50):
    """Whether x ends farther from 2 than x0 was, or not finite."""
    ### BEGIN SOLUTION
    x = x0
    for _ in range(steps):
        x -= eta * (2.0 * x - 4.0)
    return not math.isfinite(x) or abs(x - 2.0) > abs(x0 - 2.0)
    ### END SOLUTION


# %% active="ipynb"
# print([diverges(eta) for eta in (0.1, 0.95, 1.05, -0.1)])  # [False, False, True, True]

# %% active="ipynb"
# %grade diverges

# %% [markdown]
# A habit worth having: plot the value that you minimise against the number of the step. It has to fall. If it does not,
# make $\eta$ smaller; if it falls too slowly, make it larger. The scale is logarithmic, so a straight line is a
# constant factor a step. A curve ends where float32 rounds the value to 0.

# %% active="ipynb"
# import matplotlib.pyplot as plt
#
#
# def show_learning_curves(etas):
#     curves = {eta: descend(eta=eta)[1] for eta in etas}
#     fig, ax = plt.subplots(figsize=(6.5, 3), layout="constrained")
#     for (eta, values), style in zip(curves.items(), ("C3-", "C0-", "C1--", "C5-.", "C2:")):
#         word = "diverges" if diverges(eta) else "converges"
#         ax.plot(np.where(values > 0, values, np.nan), style, linewidth=2, label=f"eta = {eta}: {word}")
#     ax.set_yscale("log")
#     ax.set(xlabel="step", ylabel="f(x)", ylim=(1e-7, 1e7))
#     fig.legend(loc="outside right center")
#     plt.show()
#
#
# show_learning_curves((0.01, 0.1, 0.4, 0.95, 1.05))

# %% [markdown]
# ## 7. `sgd_linear(X, y, eta, epochs)`
#
# *Stochastic* gradient descent does not wait until it has seen all data. For a linear model $\mathbf{w} \cdot
# \mathbf{x}$ the error of one sample is
#
# $$E = \tfrac{1}{2} \, (\mathbf{w} \cdot \mathbf{x}_i - y_i)^2, \qquad
#   \nabla_{\mathbf{w}} E = (\mathbf{w} \cdot \mathbf{x}_i - y_i) \, \mathbf{x}_i$$
#
# and $\mathbf{w}$ moves after every single sample:
#
# $$\mathbf{w} \leftarrow \mathbf{w} - \eta \, (\mathbf{w} \cdot \mathbf{x}_i - y_i) \, \mathbf{x}_i$$
#
# Start with zeros, take the rows of `X` (shape `(n, d)`, with `y` of shape `(n,)`) in their order, and make `epochs`
# passes over all of them. Return $\mathbf{w}$, a float64 array of shape `(d,)`.
#
# One sample by hand: with $\mathbf{x} = (1, 2)$, $y = 3$ and $\eta = 0.1$, the first step goes from $(0, 0)$ to
# $(0.3, 0.6)$.


# %%
def sgd_linear(X, y, eta, epochs):
    """Train w of the model w·x by SGD, one sample at a time in row order; return w, float64 of shape (d,)."""
    ### BEGIN SOLUTION
    w = np.zeros(X.shape[1])
    for _ in range(epochs):
        for row, target in zip(X, y):
            w -= eta * (w @ row - target) * row
    return w
    ### END SOLUTION


# %% active="ipynb"
# print(sgd_linear(np.array([[1.0, 2.0]]), np.array([3.0]), 0.1, 1))  # [0.3, 0.6]
# print(sgd_linear(np.array([[1.0, 2.0]]), np.array([3.0]), 0.1, 20))  # [0.6, 1.2], where the error is 0

# %% active="ipynb"
# %grade sgd_linear

# %% [markdown]
# A straight line that approaches its data. The model has no constant term, so a column of ones in `X` stands for it:
# $\mathbf{w} = (\text{slope}, \text{height at } 0)$.

# %% active="ipynb"
# import matplotlib.pyplot as plt
#
#
# def show_lines(passes):
#     rng = np.random.default_rng(0)
#     inputs = rng.uniform(-1.0, 3.0, size=30)
#     targets = 1.5 * inputs - 2.0 + rng.normal(scale=0.4, size=30)
#     X = np.column_stack([inputs, np.ones(30)])
#     lines = {epochs: sgd_linear(X, targets, 0.01, epochs) for epochs in passes}
#     ends = np.array([-1.0, 3.0])
#     fig, ax = plt.subplots(figsize=(6.5, 3), layout="constrained")
#     ax.plot(inputs, targets, "o", color="0.6", markersize=4, label="data")
#     for (epochs, w), style in zip(lines.items(), ("C3:", "C5-.", "C1--", "C2-")):
#         label = f"{epochs} epoch{'s' * (epochs > 1)}: w = ({w[0]:.2f}, {w[1]:.2f})"
#         ax.plot(ends, w[0] * ends + w[1], style, linewidth=2, label=label)
#     ax.set(xlabel="input", ylabel="target")
#     fig.legend(loc="outside right center")
#     plt.show()
#
#
# show_lines((1, 3, 10, 50))

# %% [markdown]
# ## All of it
#
# Every visible check. The grading runs these and hidden ones, which ask the same with other inputs.

# %% active="ipynb"
# %grade
