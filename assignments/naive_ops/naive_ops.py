# %% [markdown]
# # Naive operations
#
# A network spends its time on a handful of operations: add two arrays, keep what is positive, multiply a matrix by a
# vector. NumPy does each of them in one call. Here you write them yourself, one number at a time, and see that there
# is no magic in them. At the end you write one the fast way and measure what the loops cost.
#
# In the notebook, the cells under each part try it and run its visible checks (`%grade naive_relu`); the last cell
# runs them all. In the script these cells are comments, and `grade locally` runs the checks.
#
# **What holds for every `naive_` part**
#
# - Arguments are NumPy arrays of float64 (`naive_relu` gets integer arrays, too). You return a new array;
#   **the arguments never change**.
# - A wrong rank, or shapes that do not fit, raise `ValueError` or `AssertionError`. An `IndexError` from somewhere
#   inside a loop is no answer to a wrong shape, and silence is worse.
# - Work on **one element at a time**. No operator and no function of a library may compute with several elements at
#   once: no `x + y` on arrays or rows, no `@`, `np.dot`, `np.maximum(x, 0)`, `np.vectorize`, no `math.fsum` over a row.
#   One such call and the whole part earns nothing.
# - What you may use: `shape`, `ndim`, `dtype`, `len`, `copy`, indexing, slicing, loops over rows and entries, `zip`,
#   `enumerate`, `.flat`, `.tolist()`, `np.ndindex`, new arrays (`np.zeros`, `np.empty`, `np.empty_like`, `np.array`),
#   Python's `max` and `sum` over single numbers, `np.maximum` of two single numbers, assigning a row, and one `naive_`
#   part inside another.
#
# `np.empty` is quick because it writes nothing: until you fill it, an array holds whatever the memory held before.

# %%
import time

import numpy as np

# %% active="ipynb"
# %load_ext grader

# %% [markdown]
# A small helper that you may use for your checks of shapes (an `assert` does as well):
# `require(x.ndim == 2, "naive_relu takes a matrix")`.


# %%
def require(condition, complaint):
    """Raise ValueError with this complaint, unless the condition holds."""
    if not condition:
        raise ValueError(complaint)


# %% [markdown]
# ## 1. `naive_relu(x)`
#
# The rectified linear unit lets positive numbers pass and turns the others into 0:
#
# $$\text{relu}(v) = \max(v, 0)$$
#
# `x` has rank 2. The result has the same shape **and the same dtype**: an integer array stays one.
# For example `[[1., -2.], [-0.5, 3.]]` becomes `[[1., 0.], [0., 3.]]`.


# %%
def naive_relu(x):
    """max(v, 0) for each entry v of the matrix x."""
    raise NotImplementedError("write naive_relu")


# %% active="ipynb"
# x = np.array([[1.0, -2.0], [-0.5, 3.0]])
# print(naive_relu(x))  # [[1. 0.] [0. 3.]]
# print(naive_relu(np.array([[4, -7]])))  # [[4 0]]: integers, as before
# print(x)  # as it was: [[ 1.  -2. ] [-0.5  3. ]]
# try:
#     naive_relu(np.array([1.0, -2.0]))
# except (ValueError, AssertionError) as error:
#     print("refused:", error)  # a vector is no matrix

# %% active="ipynb"
# %grade naive_relu

# %% [markdown]
# ## 2. `naive_leaky_relu(x, alpha)`
#
# Where relu is flat nothing can be learned, since the slope is 0. The leaky form keeps a small slope there:
#
# $$\text{leaky}(v) = \max(\alpha v,\, v), \qquad 0 < \alpha < 1$$
#
# `x` has rank 2, `alpha` is a Python float. With $\alpha = 0.1$ the number $-2$ becomes $-0.2$, and $3$ stays $3$.


# %%
def naive_leaky_relu(x, alpha):
    """max(alpha * v, v) for each entry v of the matrix x."""
    raise NotImplementedError("write naive_leaky_relu")


# %% active="ipynb"
# print(naive_leaky_relu(np.array([[1.0, -2.0], [-0.5, 3.0]]), 0.1))  # [[1. -0.2] [-0.05 3.]]

# %% active="ipynb"
# %grade naive_leaky_relu

# %% [markdown]
# Both as curves. Where relu is flat, its leaky neighbour still has the slope $\alpha$.

# %% active="ipynb"
# import matplotlib.pyplot as plt
#
# plt.style.use("seaborn-v0_8-colorblind")
#
#
# def show_relus(alphas):
#     v = np.linspace(-3.0, 3.0, 121).reshape(1, -1)
#     curves = {f"leaky relu, alpha = {alpha}": naive_leaky_relu(v, alpha) for alpha in alphas}
#     curves["relu"] = naive_relu(v)
#     fig, ax = plt.subplots(figsize=(6, 3), layout="constrained")
#     ax.axhline(0, color="0.85", linewidth=1)
#     ax.axvline(0, color="0.85", linewidth=1)
#     for (label, curve), style in zip(curves.items(), ("C1-.", "C2--", "C0-")):
#         ax.plot(v[0], curve[0], style, linewidth=2, label=label)
#     ax.set(xlabel="v", ylabel="result")
#     ax.legend()
#     plt.show()
#
#
# show_relus((0.1, 0.3))

# %% [markdown]
# ## 3. `naive_add(x, y)`
#
# $$z_{ij} = x_{ij} + y_{ij}$$
#
# Both have rank 2 and the same shape. NumPy would stretch a shape such as `(1, 4)` to fit; here it raises.


# %%
def naive_add(x, y):
    """The sum of two matrices of the same shape."""
    raise NotImplementedError("write naive_add")


# %% active="ipynb"
# a, b = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[10.0, 20.0], [30.0, 40.0]])
# print(naive_add(a, b))  # [[11. 22.] [33. 44.]]
# try:
#     naive_add(a, np.array([[10.0, 20.0]]))
# except (ValueError, AssertionError) as error:
#     print("refused:", error)  # (2, 2) and (1, 2) are different shapes

# %% active="ipynb"
# %grade naive_add

# %% [markdown]
# ## 4. `naive_multiply(x, y)`
#
# $$z_{ij} = x_{ij}\, y_{ij}$$
#
# The product entry by entry (*Hadamard product*), with the same rules as the sum: rank 2, the same shape.
# The matrix product is another thing and comes later.


# %%
def naive_multiply(x, y):
    """The product of two matrices of the same shape, entry by entry."""
    raise NotImplementedError("write naive_multiply")


# %% active="ipynb"
# a, b = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[10.0, 20.0], [30.0, 40.0]])
# print(naive_multiply(a, b))  # [[ 10.  40.] [ 90. 160.]]

# %% active="ipynb"
# %grade naive_multiply

# %% [markdown]
# ## 5. `naive_add_matrix_and_vector(x, y)`
#
# A layer adds its bias, one vector, to every sample of a batch, a matrix with one sample a row. This is the simplest
# case of broadcasting: the vector is used again for each row, but never copied.
#
# $$z_{ij} = x_{ij} + y_j, \qquad x: (n, d),\; y: (d,)$$
#
# A batch of 32 samples with 10 features, shape `(32, 10)`, takes a vector of 10 entries. It could be copied 32 times
# first; a loop that reads `y[j]` again in each row does without the copies.
#
# Mind a square matrix: adding the vector along the columns gives the same shape and the wrong numbers.


# %%
def naive_add_matrix_and_vector(x, y):
    """The vector y added to every row of the matrix x."""
    raise NotImplementedError("write naive_add_matrix_and_vector")


# %% active="ipynb"
# x, y = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([10.0, 20.0])
# print(naive_add_matrix_and_vector(x, y))  # [[11. 22.] [13. 24.]]
# x, y = np.random.random((32, 10)), np.random.random(10)
# print(naive_add_matrix_and_vector(x, y).shape)  # (32, 10)

# %% active="ipynb"
# %grade naive_add_matrix_and_vector

# %% [markdown]
# ## 6. `naive_vector_dot(x, y)`
#
# $$x \cdot y = \sum_k x_k\, y_k$$
#
# Two vectors of the same length `(d,)` give one number, a scalar. $(1, 2, 3) \cdot (4, 5, 6) = 4 + 10 + 18 = 32$.


# %%
def naive_vector_dot(x, y):
    """The dot product of two vectors, a number."""
    raise NotImplementedError("write naive_vector_dot")


# %% active="ipynb"
# print(naive_vector_dot(np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0])))  # 32.0

# %% active="ipynb"
# %grade naive_vector_dot

# %% [markdown]
# ## 7. `naive_matrix_vector_dot(x, y)`
#
# $$z_i = \sum_k x_{ik}\, y_k, \qquad x: (n, d),\; y: (d,),\; z: (n,)$$
#
# One dot product a row: as many numbers as `x` has rows. The rows $(1, 2, 3)$ and $(4, 5, 6)$ with $y = (100, 10, 1)$
# give 123 and 456.


# %%
def naive_matrix_vector_dot(x, y):
    """The dot product of every row of the matrix x with the vector y."""
    raise NotImplementedError("write naive_matrix_vector_dot")


# %% active="ipynb"
# x = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
# print(naive_matrix_vector_dot(x, np.array([100.0, 10.0, 1.0])))  # [123. 456.]

# %% active="ipynb"
# %grade naive_matrix_vector_dot

# %% [markdown]
# ## 8. `naive_matrix_dot(x, y)`
#
# $$z_{ij} = \sum_k x_{ik}\, y_{kj}, \qquad x: (n, d),\; y: (d, m),\; z: (n, m)$$
#
# Entry $(i, j)$ is the dot product of row $i$ of `x` and column $j$ of `y`. It exists only if the rows of `x` are as
# long as the columns of `y`. Three loops in all; their order does not matter for the result.
#
# $$\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} \begin{pmatrix} 1 \\ 1 \end{pmatrix} =
#   \begin{pmatrix} 3 \\ 7 \end{pmatrix}$$


# %%
def naive_matrix_dot(x, y):
    """The matrix product of x and y."""
    raise NotImplementedError("write naive_matrix_dot")


# %% active="ipynb"
# print(naive_matrix_dot(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0], [1.0]])))  # [[3.] [7.]]
# a, b = np.random.random((3, 4)), np.random.random((4, 2))
# print(np.max(np.abs(naive_matrix_dot(a, b) - a @ b)))  # 0, or nearly: out here @ may check you

# %% active="ipynb"
# %grade naive_matrix_dot

# %% [markdown]
# One row of the first matrix, one column of the second, one number of the product. Ask for another `i` and `j`.

# %% active="ipynb"
# import matplotlib.pyplot as plt
#
#
# def show_product(i, j):
#     rng = np.random.default_rng(7)
#     x, y = rng.integers(-3, 4, size=(3, 4)) * 1.0, rng.integers(-3, 4, size=(4, 2)) * 1.0
#     z = naive_matrix_dot(x, y)
#     fig, axes = plt.subplots(1, 3, figsize=(6, 2.8), width_ratios=[4, 2, 2], layout="constrained")
#     marks = [("x, row i", x, (i, slice(None))), ("y, column j", y, (slice(None), j)), ("z, entry (i, j)", z, (i, j))]
#     for ax, (title, matrix, marked) in zip(axes, marks):
#         shade = np.zeros(matrix.shape)
#         shade[marked] = 0.35
#         ax.imshow(shade, cmap="Blues", vmin=0.0, vmax=1.0)
#         for (row, column), value in np.ndenumerate(matrix):
#             ax.text(column, row, f"{value:g}", ha="center", va="center", fontsize=12)
#         ax.set_title(title, fontsize=11)
#         ax.set_xticks(range(matrix.shape[1]))
#         ax.set_yticks(range(matrix.shape[0]))
#         ax.tick_params(length=0, colors="0.5")
#     terms = " + ".join(f"({p:g})({q:g})" for p, q in zip(x[i], y[:, j]))
#     fig.suptitle(f"z[{i}, {j}] = {terms} = {z[i, j]:g}", fontsize=11)
#     plt.show()
#
#
# show_product(1, 0)

# %% [markdown]
# ## 9. `naive_transpose(x)`
#
# $$z_{ji} = x_{ij}, \qquad x: (n, m),\; z: (m, n)$$
#
# Rows become columns: a matrix of shape `(300, 20)` turns into one of shape `(20, 300)`.
#
# Here `x.T`, `np.transpose` and the like would do the whole part for you: they do not count.


# %%
def naive_transpose(x):
    """Rows and columns of the matrix x exchanged."""
    raise NotImplementedError("write naive_transpose")


# %% active="ipynb"
# print(naive_transpose(np.array([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]])))  # [[0. 2. 4.] [1. 3. 5.]]
# print(naive_transpose(np.zeros((300, 20))).shape)  # (20, 300)

# %% active="ipynb"
# %grade naive_transpose

# %% [markdown]
# ## 10. `naive_reshape(x, shape)`
#
# The same numbers in the same order, in rows of another length. The order is *row-major*: read the first row from
# left to right, then the second one, and write in the same way. `[[0., 1.], [2., 3.], [4., 5.]]` with shape `(2, 3)`
# becomes `[[0., 1., 2.], [3., 4., 5.]]`, which is **not** the transposed matrix, though that has the same shape.
#
# If the number at place $(i, j)$ of a matrix with $m$ columns is the $k$-th one, then $k = i\,m + j$.
# Going back from $k$ to $(i, j)$ is one `divmod`.
#
# `shape` has two entries. A shape for more or fewer numbers than `x` holds raises. `x.reshape(shape)` and
# `np.reshape` would do the whole part for you: they do not count.


# %%
def naive_reshape(x, shape):
    """The entries of the matrix x, row by row, in a matrix of another shape."""
    raise NotImplementedError("write naive_reshape")


# %% active="ipynb"
# x = np.array([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]])
# print(naive_reshape(x, (2, 3)))  # [[0. 1. 2.] [3. 4. 5.]]
# print(naive_reshape(x, (6, 1)).shape)  # (6, 1)
# try:
#     naive_reshape(x, (2, 2))
# except (ValueError, AssertionError) as error:
#     print("refused:", error)  # six numbers do not fit into four places

# %% active="ipynb"
# %grade naive_reshape

# %% [markdown]
# The same shape, and yet not the same matrix. Follow the shades: reshaping keeps the reading order,
# transposing does not.

# %% active="ipynb"
# import matplotlib.pyplot as plt
#
#
# def show_reshaped(x):
#     matrices = {"x": x, "reshaped to (2, 3)": naive_reshape(x, (2, 3)), "transposed": naive_transpose(x)}
#     fig, axes = plt.subplots(1, 3, figsize=(6, 2.6), width_ratios=[2, 3, 3], layout="constrained")
#     for ax, (title, matrix) in zip(axes, matrices.items()):
#         ax.imshow(matrix, cmap="Blues", vmin=0.0, vmax=9.0)
#         for (row, column), value in np.ndenumerate(matrix):
#             ax.text(column, row, f"{value:g}", ha="center", va="center", fontsize=12)
#         ax.set_title(title, fontsize=11)
#         ax.set(xticks=[], yticks=[])
#     plt.show()
#
#
# show_reshaped(np.arange(6.0).reshape(3, 2))

# %% [markdown]
# ## 11. `fast_add_relu(x, y)`
#
# $$z_{ij} = \max(x_{ij} + y_{ij},\, 0)$$
#
# Now without loops over numbers: let NumPy or TensorFlow work on whole arrays. The shapes are the same and need no
# check. Again, `x` and `y` must not change.
#
# The lecture measured 1,000 rounds on arrays of shape `(20, 100)`: 1.86103 s with loops, 0.00499 s with NumPy.
# Here your function has to be at least **8 times** as fast as a plain Python double loop over arrays of that shape.
# Measured against that double loop:
#
# | way | times as fast |
# | --- | --- |
# | NumPy on whole arrays | 100 to 500 |
# | NumPy, one row at a time | 38 |
# | TensorFlow | 13 to 52 |
# | a list comprehension | 4 |
# | `np.vectorize` | 2.5 |
#
# The last two will not do: they are loops, too.


# %%
def fast_add_relu(x, y):
    """relu(x + y), vectorised."""
    raise NotImplementedError("write fast_add_relu")


# %% [markdown]
# Measure it yourself. The best of several rounds tells more than their mean: other programs on your machine can only
# make a round slower.


# %%
def best_time(function, rounds=20):
    """The shortest time that the function takes on two arrays like the lecture's, in seconds."""
    x, y = np.random.random((20, 100)), np.random.random((20, 100))
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        function(x, y)
        times.append(time.perf_counter() - start)
    return min(times)


# %% active="ipynb"
# print(fast_add_relu(np.array([[1.0, -2.0]]), np.array([[0.5, 1.0]])))  # [[1.5 0. ]]
# slow = best_time(lambda x, y: naive_relu(naive_add(x, y)))
# fast = best_time(fast_add_relu)
# print(f"loops {slow:.6f} s, vectorised {fast:.6f} s, {slow / fast:.0f} times as fast")

# %% active="ipynb"
# %grade fast_add_relu

# %% [markdown]
# Your own measurement. The scale is logarithmic: each mark is ten times the one before it.

# %% active="ipynb"
# import matplotlib.pyplot as plt
#
#
# def show_times():
#     loops = 1e6 * best_time(lambda x, y: naive_relu(naive_add(x, y)))
#     vectorised = 1e6 * best_time(fast_add_relu)
#     fig, ax = plt.subplots(figsize=(6, 2), layout="constrained")
#     bars = ax.barh(["vectorised", "your loops"], [vectorised, loops], color=["C0", "C2"])
#     ax.bar_label(bars, fmt="%.3g µs", padding=4)
#     ax.axvline(loops / 8, color="0.4", linestyle="--", linewidth=1)
#     above = ax.get_xaxis_transform()
#     ax.text(loops / 8, 1.03, "8 times as fast as your loops", transform=above, ha="center", fontsize=9)
#     ax.set_xscale("log")
#     ax.set_xlim(1, 10 * loops)
#     ax.set_xlabel("µs for two arrays of shape (20, 100)")
#     plt.show()
#
#
# show_times()

# %% [markdown]
# ## All of it
#
# Every visible check. The grading runs these and hidden ones, which ask the same with other inputs.

# %% active="ipynb"
# %grade
