"""A typed script with a class behind all walks, generators, an alias of do_update, forward-mode derivatives."""
from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import tensorflow as tf

Pair = tuple[np.ndarray, np.ndarray]


class Walker:
    """Collects a walk from a move that returns f before it and a function that tells where x is."""

    def __init__(self, move: Callable[[], object], where: Callable[[], object]) -> None:
        self.move, self.where = move, where

    def __iter__(self) -> Iterator[tuple[float, float]]:
        while True:
            value = float(self.move())
            yield float(self.where()), value

    def take(self, steps: int) -> Pair:
        pairs = [pair for pair, _ in zip(self, range(steps))]
        xs, ys = np.transpose(pairs)
        return xs.astype(np.float32), ys.astype(np.float32)


def slope_and_value(x: tf.Variable) -> tuple[tf.Tensor, tf.Tensor]:
    with tf.GradientTape() as tape:
        value = tf.math.polyval([tf.constant(1.0), tf.constant(-4.0), tf.constant(4.0)], x)
    return tape.gradient(value, x), value


def descend(x0: float = 10.0, eta: float = 0.1, steps: int = 50) -> Pair:
    x = tf.Variable(initial_value=x0, dtype=tf.float32)

    def move() -> tf.Tensor:
        slope, value = slope_and_value(x)
        x.assign_sub(eta * slope)
        return value

    return Walker(move, x.numpy).take(steps)


@tf.function
def do_update(x: tf.Variable, eta: float) -> tf.Tensor:
    slope, value = slope_and_value(x)
    x.assign_sub(eta * slope)
    return value


one_step = do_update


def descend_graph(x0: float = 10.0, eta: float = 0.1, steps: int = 50, *, update=one_step) -> Pair:
    x = tf.Variable(initial_value=x0, dtype=tf.float32)
    return Walker(lambda: update(x, eta), x.numpy).take(steps)


def descend_optimizer(x0: float = 10.0, eta: float = 0.1, steps: int = 50) -> Pair:
    x = tf.Variable(initial_value=x0, dtype=tf.float32)
    optimizer = tf.keras.optimizers.SGD(learning_rate=tf.keras.optimizers.schedules.ExponentialDecay(eta, 1, 1.0))

    def move() -> tf.Tensor:
        slope, value = slope_and_value(x)
        optimizer.apply_gradients(((slope, x),))
        return value

    return Walker(move, x.numpy).take(steps)


def descend_multi(f: Callable, x0: np.ndarray, eta: float, steps: int) -> np.ndarray:
    """Forward mode: one Jacobian-vector product for each direction."""
    x = tf.constant(x0)
    for _ in range(steps):
        slopes = []
        for direction in np.eye(len(x0), dtype=np.float32):
            with tf.autodiff.ForwardAccumulator(x, tf.constant(direction)) as accumulator:
                y = f(x)
            slopes.append(accumulator.jvp(y))
        x -= eta * tf.stack(slopes)
    return x.numpy()


def diverges(eta: float, x0: float = 10.0, steps: int = 50) -> bool:
    distances = np.empty(steps + 1, dtype=np.float32)
    distances[0] = x0 - 2.0
    with np.errstate(over="ignore", invalid="ignore"):
        for i in range(steps):
            distances[i + 1] = distances[i] - np.float32(2.0 * eta) * distances[i]
    return bool(np.isnan(distances[-1]) or np.abs(distances[-1]) > np.abs(distances[0]))


def sgd_linear(X: np.ndarray, y: np.ndarray, eta: float, epochs: int) -> np.ndarray:
    """Each sample is an affine map of w: (I - eta x x^T) w + eta y x."""
    w = np.zeros(X.shape[1])
    for _ in range(epochs):
        for row, target in zip(X, y):
            w = (np.eye(len(w)) - eta * np.outer(row, row)) @ w + eta * target * row
    return w


if __name__ == "__main__":
    print(descend())
