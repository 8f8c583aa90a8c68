"""Type annotations, a registered class, @ and keras.ops, from_config written by hand, recursion in NaiveSequential."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import keras
import tensorflow as tf
from keras import activations, initializers, ops

Activation = Callable[[tf.Tensor], tf.Tensor]


@keras.saving.register_keras_serializable(package="homework")
class SimpleDense(keras.layers.Layer):
    W: keras.Variable
    b: keras.Variable

    def __init__(self, units: int, activation: str | Activation | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.units = units
        self.activation: Activation = activations.get(activation)
        self.kernel_initializer = initializers.HeNormal(seed=42)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        self.W = self.add_weight(
            name="W", shape=(input_shape[-1], self.units), initializer=self.kernel_initializer
        )
        self.b = self.add_weight(name="b", shape=(self.units,), initializer=initializers.Constant(0.0))
        self.input_spec = keras.layers.InputSpec(min_ndim=2, axes={-1: input_shape[-1]})

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        return self.activation(ops.add(inputs @ self.W, self.b))

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        return (*input_shape[:-1], self.units)

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        config["units"] = self.units
        config["activation"] = keras.saving.serialize_keras_object(self.activation)
        return config

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> SimpleDense:
        config = dict(config)
        activation = keras.saving.deserialize_keras_object(config.pop("activation"))
        return cls(activation=activation, **config)


class NaiveDense:
    def __init__(self, input_size: int, output_size: int, activation: Activation) -> None:
        initial: tf.Tensor = tf.random.stateless_normal((input_size, output_size), seed=(1, 2)) * 0.1
        self.W: tf.Variable = tf.Variable(initial, name="W")
        self.b: tf.Variable = tf.Variable(tf.zeros_like(initial[0]), name="b")
        self.activation = activation

    @property
    def weights(self) -> list[tf.Variable]:
        return [self.W, self.b]

    def __call__(self, inputs: tf.Tensor) -> tf.Tensor:
        return self.activation(inputs @ self.W + self.b)


class NaiveSequential:
    def __init__(self, layers: Sequence[Any]) -> None:
        self.layers = layers

    def _after(self, x: tf.Tensor, k: int) -> tf.Tensor:
        return self._after(self.layers[k](x), k + 1) if k < len(self.layers) else x

    def _all(self) -> Iterator[tf.Variable]:
        for layer in self.layers:
            yield from layer.weights

    def __call__(self, inputs: tf.Tensor) -> tf.Tensor:
        return self._after(inputs, 0)

    @property
    def weights(self) -> list[tf.Variable]:
        return list(self._all())
