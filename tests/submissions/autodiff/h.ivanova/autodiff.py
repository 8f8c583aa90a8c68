# %% [markdown]
# # Automatic differentiation
#
# Every step of training needs a derivative: how does the loss change when a weight changes? There are three ways to
# find out.
#
# - **By hand**, with pencil and rules. Exact, but who wants to do that for a network of fifty layers?
# - **By finite differences**: $\frac{f(x + h) - f(x)}{h}$ for a small $h$. Easy, but neither exact nor fast: a network
#   with a million weights would have to be run a million times.
# - **By automatic differentiation**. The program that computes $f$ is a chain of small operations, and the derivative
#   of each of them is known. TensorFlow writes down which operations ran (on a *tape*) and multiplies their
#   derivatives together, from the last one back to the first. Exact to rounding, and about as fast as $f$ itself.
#
# Here you use `tf.GradientTape` for functions of one number, of two, and of a whole matrix, take the derivative of a
# derivative, and put the chain rule together with your own hands.
#
# Names and arguments are fixed, the inside of each function is yours. A function `f` that you are given takes float32
# scalar tensors and returns a scalar tensor; numbers `x`, `y`, `t` come as Python floats. Where a float is returned, a
# scalar tensor or a NumPy scalar is as good. Arrays that you are given stay as they were.
#
# No finite differences: some of the functions that check your work tell them from a tape (part 1 shows how).

# %%
import tensorflow as tf

# %% active="ipynb"
# %load_ext grader

# %% [markdown]
# ## 1. `derivative`
#
# Four steps:
#
# 1. make a tensor of the number $x$,
# 2. open a `tf.GradientTape` and compute $y = f(x)$ under it,
# 3. ask the tape for $\frac{dy}{dx}$ with `tape.gradient(y, x)`,
# 4. return it as a float.
#
# A tape watches every `tf.Variable` by itself. For a constant it must be told: `tape.watch(x)`. Otherwise it answers
# `None`.
#
# `derivative(f, x)`: `f` maps a scalar tensor to a scalar tensor, `x` is a float; the result is $f'(x)$, a float.
# For $x^2$ at 3 that is 6, for $x^3$ at 4 it is 48.
#
# What a tape can do and a difference quotient cannot: `tf.stop_gradient(u)` is $u$ on the way forward and counts as a
# constant on the way back. So $x^2 \cdot \mathrm{stop}(x)$ has the derivative $2x \cdot x$, which is 18 at $x = 3$,
# while differences see nothing but $x^3$ and come to 27.


# %%
def derivative(f, x):
    """Return df/dx at x as a float; f maps a scalar tensor to a scalar tensor."""
    raise NotImplementedError("write derivative")


# %% active="ipynb"
# print(derivative(lambda x: x**2, 3.0))  # 6.0
# print(derivative(lambda x: x**3, 4.0))  # 48.0
# print(derivative(lambda x: x**2 * tf.stop_gradient(x), 3.0))  # 18.0

# %% active="ipynb"
# %grade derivative

# %% [markdown]
# How bad are finite differences? Here is the error of $\frac{f(x + h) - f(x)}{h}$ for $f = \sin$ in float32. A large
# $h$ misses the curve; a small one drowns in rounding. There is no good $h$, and the tape needs none.

# %% active="ipynb"
# import matplotlib.pyplot as plt
# import numpy as np
#
# steps = np.logspace(-7, 0, 60).astype("float32")
# x = np.float32(1.0)
# errors = np.abs((np.sin(x + steps) - np.sin(x)) / steps - np.cos(1.0))
# by_tape = abs(derivative(tf.sin, 1.0) - np.cos(1.0))
#
# plt.figure(figsize=(6, 3.2))
# plt.loglog(steps, errors, ".-", label="finite difference")
# plt.axhline(by_tape, color="tab:orange", label="tape")
# plt.xlabel("step h")
# plt.ylabel("error of the derivative")
# plt.legend()
# plt.show()

# %% [markdown]
# The derivative is the slope of the tangent:

# %% active="ipynb"
# def hill(x):
#     return tf.exp(-x * x) + 0.2 * x
#
#
# grid = np.linspace(-2, 2, 200).astype("float32")
# plt.figure(figsize=(6, 3.2))
# plt.plot(grid, hill(tf.constant(grid)), color="black")
# for x in (-1.2, -0.3, 0.8):
#     y, slope = float(hill(tf.constant(x))), derivative(hill, x)
#     near = np.array([x - 0.5, x + 0.5])
#     plt.plot(near, y + slope * (near - x), label=f"slope {slope:.2f}")
#     plt.plot(x, y, "o", color="gray")
# plt.legend()
# plt.show()

# %% [markdown]
# ## 2. `partials`
#
# With two inputs there are two derivatives: how does $f(x, y)$ change when only $x$ moves, and when only $y$ does? One
# tape answers both questions: ask `tape.gradient` with a list of inputs. (Who asks the same tape twice, needs
# `tf.GradientTape(persistent=True)`.)
#
# `partials(f, x, y)` returns $\left(\frac{\partial f}{\partial x}, \frac{\partial f}{\partial y}\right)$, two floats.
# For $3x^2 + y$ at $(4, 2)$ that is $(24, 1)$.


# %%
def partials(f, x, y):
    """Return (df/dx, df/dy) at (x, y), two floats; f maps two scalar tensors to a scalar tensor."""
    raise NotImplementedError("write partials")


# %% active="ipynb"
# print(partials(lambda x, y: 3.0 * x**2 + y, 4.0, 2.0))  # (24.0, 1.0)
# print(partials(lambda x, y: x * y**2, 5.0, 3.0))  # (9.0, 30.0)

# %% active="ipynb"
# %grade partials

# %% [markdown]
# The two partial derivatives together are the gradient, an arrow that points uphill, across the lines of equal height:

# %% active="ipynb"
# def valley(x, y):
#     return 0.5 * x**2 + 2.0 * y**2 + 0.5 * x * y
#
#
# plt.figure(figsize=(5, 4))
# across, up = np.meshgrid(np.linspace(-2, 2, 80), np.linspace(-1.5, 1.5, 80))
# plt.contour(across, up, valley(across, up), 12, cmap="viridis")
# for x in np.linspace(-1.5, 1.5, 6):
#     for y in np.linspace(-1.1, 1.1, 5):
#         plt.quiver(x, y, *partials(valley, float(x), float(y)), angles="xy", scale=60, width=0.005)
# plt.show()

# %% [markdown]
# ## 3. `tanh_loss_gradient`
#
# A layer of a network with the activation $\tanh$ maps $\mathbf{x}$ to $\tanh(W \mathbf{x})$. How far that is from
# the wanted $\mathbf{y}$ is one number, the squared length of the difference:
#
# $$L(W) = \lVert \tanh(W \mathbf{x}) - \mathbf{y} \rVert^2 = \sum_i \left( \tanh(W \mathbf{x})_i - y_i \right)^2$$
#
# The derivative of $L$ with respect to the matrix $W$ is a matrix of the same shape: its entry $(i, j)$ tells how $L$
# changes with $W_{ij}$. The tape handles a matrix as it handles a number.
#
# `tanh_loss_gradient(W, x, y)`: `W` of shape `(m, d)`, `x` of shape `(d,)`, `y` of shape `(m,)`, float32 arrays. The
# result is an array of shape `(m, d)`.
#
# To verify by hand: where $W$ is zero, $\tanh$ is 0 and its slope 1, so that entry $(i, j)$ is $-2 \, y_i \, x_j$.
# With $\mathbf{x} = (1, 2)$ and $\mathbf{y} = (1, -1)$ the gradient is
# $\begin{pmatrix} -2 & -4 \\ 2 & 4 \end{pmatrix}$.
#
# Mind the shapes: a column `(m, 1)` minus a row `(m,)` is broadcast to `(m, m)`, without a word of warning.
# `tf.linalg.matvec(W, x)` gives `(m,)`.


# %%
def tanh_loss_gradient(W, x, y):
    """Return the gradient of |tanh(W x) - y|^2 with respect to W, an array of the shape of W."""
    raise NotImplementedError("write tanh_loss_gradient")


# %% active="ipynb"
# import numpy as np
#
# W = np.zeros((2, 2), dtype="float32")
# x = np.array([1.0, 2.0], dtype="float32")
# y = np.array([1.0, -1.0], dtype="float32")
# print(tanh_loss_gradient(W, x, y))  # [[-2, -4], [2, 4]]

# %% active="ipynb"
# %grade tanh_loss_gradient

# %% [markdown]
# With this gradient you can train the layer already: walk against it, and the loss falls.

# %% active="ipynb"
# rng = np.random.default_rng(0)
# W = rng.normal(size=(3, 4)).astype("float32")
# x = rng.normal(size=4).astype("float32")
# y = np.array([0.5, -0.8, 0.1], dtype="float32")
# losses = []
# for _ in range(40):
#     losses.append(np.sum((np.tanh(W @ x) - y) ** 2))
#     W = W - 0.1 * tanh_loss_gradient(W, x, y)
#
# plt.figure(figsize=(6, 3))
# plt.plot(losses)
# plt.xlabel("step")
# plt.ylabel("loss")
# plt.show()

# %% [markdown]
# ## 4. `second_derivative`
#
# An apple falls $4.9 \, t^2$ meters in $t$ seconds. Its speed is the derivative of that, and its acceleration the
# derivative of the speed.
#
# Asking a tape for a derivative is a computation as well, which another tape can record. So nest two tapes: the inner
# one gives the speed, and this happens *while the outer one is still open*.
#
# `second_derivative(f, t)`: `f` maps a scalar tensor to a scalar tensor, `t` is a float; the result is $f''(t)$, a
# float. For $4.9 \, t^2$ it is 9.8 at every $t$, for $t^3$ at 2 it is 12.


# %%
def second_derivative(f, t):
    """Return the second derivative of f at t as a float, by two nested tapes."""
    raise NotImplementedError("write second_derivative")


# %% active="ipynb"
# print(second_derivative(lambda t: 4.9 * t**2, 1.0))  # 9.8
# print(second_derivative(lambda t: t**3, 2.0))  # 12.0

# %% active="ipynb"
# %grade second_derivative

# %% active="ipynb"
# def swing(t):
#     return tf.exp(-0.3 * t) * tf.cos(2.0 * t)
#
#
# times = np.linspace(0, 6, 120)
# plt.figure(figsize=(6, 3.2))
# plt.plot(times, swing(times), label="position")
# plt.plot(times, [derivative(swing, float(t)) for t in times], label="speed")
# plt.plot(times, [second_derivative(swing, float(t)) for t in times], label="acceleration")
# plt.xlabel("t")
# plt.legend()
# plt.show()

# %% [markdown]
# ## 5. `chain`
#
# A network is a chain of functions: what one layer returns, the next one takes. The chain rule says that derivatives
# along the chain multiply. For $x_1 = f_1(x)$, $x_2 = f_2(x_1)$, $y = f_3(x_2)$:
#
# $$\frac{dy}{dx} = \frac{dy}{dx_2} \cdot \frac{dx_2}{dx_1} \cdot \frac{dx_1}{dx}$$
#
# Each factor is *local*: it belongs to one function, at the point where that function is called. Backpropagation is
# nothing but this product, and here you make it yourself: go through the functions, get the local derivative of each
# from a tape of its own, and multiply.
#
# `chain(fs, x)`: `fs` is a list of functions (at least one), the first one is applied first; `x` is a float. Returns
# `(value, derivative)`: the value $f_n(\dots f_2(f_1(x)))$ and its derivative with respect to $x$, two floats.
#
# By hand: with $f_1(x) = x^2$, $f_2(u) = 3u + 1$ and $x = 2$ the value is 13. The local derivatives are $2x = 4$ and 3,
# so the derivative is 12.


# %%
def chain(fs, x):
    """Return (value, derivative) of the functions applied one after another, the first one to x."""
    raise NotImplementedError("write chain")


# %% active="ipynb"
# print(chain([lambda x: x**2, lambda u: 3.0 * u + 1.0], 2.0))  # (13.0, 12.0)
# print(chain([lambda u: 3.0 * u + 1.0, lambda x: x**2], 2.0))  # (49.0, 42.0): the order counts

# %% active="ipynb"
# %grade chain

# %% [markdown]
# Why deep networks were hard to train for a long time: a product of many factors below 1 vanishes. The slope of a chain
# of $\tanh$ after 1 to 30 of them, and of a chain of $x + 0.1 \tanh(x)$, which is how residual networks do it:

# %% active="ipynb"
# def residual(x):
#     return x + 0.1 * tf.tanh(x)
#
#
# lengths = range(1, 31)
# plt.figure(figsize=(6, 3.2))
# plt.semilogy(lengths, [chain([tf.tanh] * n, 1.0)[1] for n in lengths], ".-", label="tanh")
# plt.semilogy(lengths, [chain([residual] * n, 1.0)[1] for n in lengths], ".-", label="x + 0.1 tanh(x)")
# plt.xlabel("functions in the chain")
# plt.ylabel("derivative")
# plt.legend()
# plt.show()

# %% [markdown]
# All parts together:

# %% active="ipynb"
# %grade
