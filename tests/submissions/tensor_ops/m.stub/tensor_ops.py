# %% [markdown]
# # Tensor operations
#
# A network is a chain of tensor operations, and most of them are simple geometry: move points, turn them, stretch
# them. This assignment goes once through the tools of TensorFlow that the chain is made of: types and casts,
# comparisons, reductions along an axis, variables, broadcasting, and products with a matrix. At its end two layers
# become one.
#
# A tensor differs from a NumPy array in two ways that matter here:
#
# - Types are never mixed silently. A float32 tensor plus an int32 tensor is an error, not a sum.
# - A tensor cannot be assigned to. What has to change lives in a `tf.Variable`.
#
# Names, arguments and shapes are fixed, the inside of each function is yours. Unless a part says otherwise, tensors
# come in as float32 and go out as float32. `theta`, `threshold`, `n` and the factors are Python numbers.

# %%
import math

import tensorflow as tf

# %% active="ipynb"
# %load_ext grader

# %% [markdown]
# ## 1. `add_as_float`
#
# `a` is a float32 tensor, `b` an int32 tensor, and their shapes broadcast: missing axes are added on the left, and
# an axis of length 1 is repeated until it fits. Return the sum of `a` and `b` as float32.
#
# `a + b` alone raises an `InvalidArgumentError`. Which of the two has to be cast, so that nothing is lost?
#
# Example: $[0.5,\ -1.25] + [2,\ 3] = [2.5,\ 1.75]$.


# %%
def add_as_float(a, b):
    """The float32 sum of a float32 tensor and an int32 tensor whose shapes broadcast."""
    raise NotImplementedError("write add_as_float")


# %% active="ipynb"
# print(add_as_float(tf.constant([0.5, -1.25]), tf.constant([2, 3])))  # [2.5, 1.75]
# print(add_as_float(tf.constant([[0.5], [1.5]]), tf.constant([10, 20, 30])))  # shape (2, 3)

# %% active="ipynb"
# %grade add_as_float

# %% [markdown]
# ## 2. `count_greater`
#
# How many entries of `a` exceed `threshold`? An entry that equals the threshold does not exceed it. The tensor may
# have any number of axes; the answer is a float32 scalar.
#
# A comparison gives a tensor of truth values. They cannot be summed as they are, but they can be cast. The same
# trick, with a mean instead of a sum, is how accuracies are computed.
#
# Example: of $[1,\ 4,\ 2.5,\ 3]$ two entries exceed $2.5$.


# %%
def count_greater(a, threshold):
    """How many entries of a exceed threshold, as a float32 scalar."""
    raise NotImplementedError("write count_greater")


# %% active="ipynb"
# print(count_greater(tf.constant([1.0, 4.0, 2.5, 3.0]), 2.5))  # 2.0

# %% active="ipynb"
# %grade count_greater

# %% [markdown]
# ## 3. `column_maxima`
#
# A reduction takes an axis away. With `axis=0` the rows are run through and the columns stay: a matrix `(n, m)`
# becomes a vector `(m,)`. With `axis=1` the columns are run through, and what is left has shape `(n,)`.
#
# Return the largest value of each column of `a`, float32 `(m,)`.
#
# Example:
#
# $$a = \begin{pmatrix} 3 & 8 & 8 \\ 5 & -1 & 0 \end{pmatrix} \quad\text{has the column maxima}\quad (5,\ 8,\ 8)$$


# %%
def column_maxima(a):
    """The maximum of each column of a matrix (n, m), shape (m,)."""
    raise NotImplementedError("write column_maxima")


# %% active="ipynb"
# print(column_maxima(tf.constant([[3.0, 8.0, 8.0], [5.0, -1.0, 0.0]])))  # [5, 8, 8]

# %% active="ipynb"
# %grade column_maxima

# %% [markdown]
# ## 4. `row_argmax`
#
# Not how large, but where: for each row of `a` the index of its largest value, int64 `(n,)`. If a row has its
# maximum more than once, the first place counts.
#
# This is how a classifier answers: a row of probabilities goes in, the number of the most likely class comes out.
#
# Example: the matrix above has the row argmax $(1,\ 0)$.


# %%
def row_argmax(a):
    """The index of the first maximum of each row of a matrix (n, m), int64 of shape (n,)."""
    raise NotImplementedError("write row_argmax")


# %% active="ipynb"
# print(row_argmax(tf.constant([[3.0, 8.0, 8.0], [5.0, -1.0, 0.0]])))  # [1, 0]

# %% active="ipynb"
# %grade row_argmax

# %% [markdown]
# ## 5. `running_total`
#
# `increments` is a list of Python floats. Take one `tf.Variable` that starts at 0, add the increments one after
# another with `assign_add`, and return the value after each of them: float32, shape `(n,)`.
#
# There is a trap. `assign_add` returns the variable, not its value. Whoever collects what it returns has the same
# live variable $n$ times, and in the end reads the last total $n$ times. Take the value of the moment: `numpy()`
# or `tf.identity` makes a copy of it.
#
# Every call starts at 0 again.
#
# Example: $[1,\ 2.5,\ -4] \to [1,\ 3.5,\ -0.5]$.


# %%
def running_total(increments):
    """The value of one tf.Variable after each increment, float32 of shape (n,)."""
    raise NotImplementedError("write running_total")


# %% active="ipynb"
# print(running_total([1.0, 2.5, -4.0]))  # [1, 3.5, -0.5]
# # The trap, seen:
# v = tf.Variable(0.0)
# print([float(x) for x in [v.assign_add(1.0), v.assign_add(1.0), v.assign_add(1.0)]])  # [3.0, 3.0, 3.0]

# %% active="ipynb"
# # A random walk is the running total of random steps.
# import matplotlib.pyplot as plt
#
# steps = tf.random.stateless_normal((3, 200), seed=(4, 2)).numpy().tolist()
# plt.figure(figsize=(6, 3))
# for color, increments in zip(("#0072B2", "#E69F00", "#009E73"), steps):
#     plt.plot(running_total(increments), color=color)
# plt.axhline(0, color="black", linewidth=0.5)
# plt.xlabel("step")
# plt.ylabel("total")
# plt.title("Three random walks")
# plt.show()

# %% active="ipynb"
# %grade running_total

# %% [markdown]
# ## 6. `tile_rows`
#
# A bias is added to every sample of a batch. Broadcasting does it in two moves: the vector gets a new axis, then it
# is repeated along that axis. Here both are yours: make of `y`, shape `(d,)`, a matrix `(n, d)` whose rows are all
# equal to `y`.
#
# Example: with $y = (1, 2, 3)$ and $n = 2$ the result is
#
# $$\begin{pmatrix} 1 & 2 & 3 \\ 1 & 2 & 3 \end{pmatrix}$$


# %%
def tile_rows(y, n):
    """A matrix (n, d) with the vector y, shape (d,), in every row."""
    raise NotImplementedError("write tile_rows")


# %% active="ipynb"
# print(tile_rows(tf.constant([1.0, 2.0, 3.0]), 2))  # [[1, 2, 3], [1, 2, 3]]

# %% active="ipynb"
# %grade tile_rows

# %% [markdown]
# ## 7. `rotate`
#
# The first piece of geometry: turn points counterclockwise by `theta` radians about the origin. For one point $p$,
# a column, it is the product $R\,p$ with
#
# $$R = \begin{pmatrix} \cos\theta & -\sin\theta \\ \sin\theta & \cos\theta \end{pmatrix}$$
#
# `points` has shape `(n, 2)`, a point a row, and so has the result. Mind that rows are not columns: which side does
# the matrix stand on, and does it have to be transposed?
#
# Example: a quarter turn, $\theta = \pi/2$, takes $(1, 0)$ to $(0, 1)$ and $(0, 1)$ to $(-1, 0)$.


# %%
def rotate(points, theta):
    """The points (n, 2), turned counterclockwise by theta radians about the origin."""
    raise NotImplementedError("write rotate")


# %% active="ipynb"
# print(rotate(tf.constant([[1.0, 0.0], [0.0, 1.0]]), math.pi / 2))  # [[0, 1], [-1, 0]], nearly

# %% active="ipynb"
# %grade rotate

# %% [markdown]
# ## 8. `scale`
#
# Stretch the points: the first coordinate by `horizontal`, the second by `vertical`. As a product with a matrix it
# is
#
# $$S = \begin{pmatrix} \text{horizontal} & 0 \\ 0 & \text{vertical} \end{pmatrix}$$
#
# A factor below 1 shrinks, a negative one mirrors.
#
# Example: with the factors 2 and 0.5 the point $(3, 4)$ goes to $(6, 2)$.


# %%
def scale(points, horizontal, vertical):
    """The points (n, 2) with first coordinates times horizontal, second ones times vertical."""
    raise NotImplementedError("write scale")


# %% active="ipynb"
# print(scale(tf.constant([[3.0, 4.0]]), 2.0, 0.5))  # [[6, 2]]

# %% active="ipynb"
# %grade scale

# %% [markdown]
# ## 9. `affine`
#
# A linear map and then a shift: $W \cdot p + b$. This is what a `Dense` layer without activation does. `points` has
# shape `(n, d)`, `W` has shape `(m, d)`, `b` has shape `(m,)`; the result has shape `(n, m)`: $W \cdot p + b$ for
# each row $p$ of `points`.
#
# Example:
#
# $$W = \begin{pmatrix} 1 & 2 \\ 0 & 1 \\ 3 & 0 \end{pmatrix},\quad b = (0.5,\ 0,\ -1),\quad p = (2, 1)
#   \quad\Rightarrow\quad W \cdot p + b = (4.5,\ 1,\ 5)$$


# %%
def affine(points, W, b):
    """W·p + b for each row p of points: (n, d), W (m, d), b (m,) become (n, m)."""
    raise NotImplementedError("write affine")


# %% active="ipynb"
# W = tf.constant([[1.0, 2.0], [0.0, 1.0], [3.0, 0.0]])
# print(affine(tf.constant([[2.0, 1.0]]), W, tf.constant([0.5, 0.0, -1.0])))  # [[4.5, 1, 5]]

# %% active="ipynb"
# # One house, three maps.
# import matplotlib.pyplot as plt
#
# house = tf.constant([[0.0, 0.0], [2.0, 0.0], [2.0, 1.5], [1.0, 2.5], [0.0, 1.5], [0.0, 0.0]])
# shear = tf.constant([[1.0, 0.6], [0.0, 1.0]])
# maps = {
#     "rotate by 0.6": rotate(house, 0.6),
#     "scale by 1.5 and 0.5": scale(house, 1.5, 0.5),
#     "affine: shear, then shift": affine(house, shear, tf.constant([-2.0, -1.5])),
# }
# figure, axes = plt.subplots(1, 3, figsize=(7.5, 3), sharex=True, sharey=True, layout="constrained")
# for ax, (title, points) in zip(axes, maps.items()):
#     ax.plot(house[:, 0], house[:, 1], color="#999999", linestyle="--", label="before")
#     ax.plot(points[:, 0], points[:, 1], color="#0072B2", label="after")
#     ax.set_title(title, fontsize=10)
#     ax.set_aspect("equal")
# axes[0].legend(loc="lower right", fontsize=8)
# plt.show()

# %% active="ipynb"
# %grade affine

# %% [markdown]
# ## 10. `collapse_affine`
#
# What do two such layers do, one after the other?
#
# $$W_2 \cdot (W_1 \cdot p + b_1) + b_2 = (W_2 \cdot W_1) \cdot p + (W_2 \cdot b_1 + b_2)$$
#
# It is one affine map again. So a deep network of `Dense` layers without activations can do no more than a single
# layer, and this is why there is a relu in between.
#
# `W1` has shape `(h, d)`, `b1` `(h,)`, `W2` `(m, h)`, `b2` `(m,)`. Return `(W, b)` of shapes `(m, d)` and `(m,)`
# such that `affine` with them equals the second affine map after the first.
#
# Example: $W_1 = (2)$, $b_1 = (1)$, $W_2 = (3)$, $b_2 = (-5)$ give $W = (6)$ and $b = (-2)$.


# %%
def collapse_affine(W1, b1, W2, b2):
    """(W, b) of the one affine map that equals the second one after the first one."""
    raise NotImplementedError("write collapse_affine")


# %% active="ipynb"
# W, b = collapse_affine(tf.constant([[2.0]]), tf.constant([1.0]), tf.constant([[3.0]]), tf.constant([-5.0]))
# print(W, b)  # [[6]] and [-2]

# %% active="ipynb"
# # Two affine maps of a circle give an ellipse, the collapsed one the same ellipse. With a relu in between there is
# # a kink, and no single map can do that.
# import matplotlib.pyplot as plt
#
# angles = tf.linspace(0.0, 2 * math.pi, 100)
# circle = tf.stack([tf.cos(angles), tf.sin(angles)], axis=1)
# W1, b1 = tf.constant([[1.0, 0.5], [-0.5, 1.0]]), tf.constant([0.3, 0.4])
# W2, b2 = tf.constant([[1.0, -0.8], [0.4, 1.2]]), tf.constant([0.5, -0.2])
# twice = affine(affine(circle, W1, b1), W2, b2)
# once = affine(circle, *collapse_affine(W1, b1, W2, b2))
# bent = affine(tf.nn.relu(affine(circle, W1, b1)), W2, b2)
# plt.figure(figsize=(6, 3.4))
# plt.plot(circle[:, 0], circle[:, 1], color="#999999", linestyle="--", label="circle")
# plt.plot(twice[:, 0], twice[:, 1], color="#56B4E9", linewidth=6, label="two affine maps")
# plt.plot(once[:, 0], once[:, 1], color="#0072B2", label="collapsed")
# plt.plot(bent[:, 0], bent[:, 1], color="#D55E00", label="with a relu in between")
# plt.axis("equal")
# plt.legend(loc="center left", bbox_to_anchor=(1, 0.5), fontsize=8)
# plt.tight_layout()
# plt.show()

# %% active="ipynb"
# %grade collapse_affine

# %% [markdown]
# ## All visible checks

# %% active="ipynb"
# %grade
