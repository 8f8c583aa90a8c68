"""Random numbers that start anew for each case: Python's, NumPy's, TensorFlow's and Keras'.

``tf.random.set_seed`` also throws away every operation and every graph that TensorFlow has made ready, since those of
random operations remember how far they are. To make them ready again takes longer than most probes (10 ms). A
random operation asks ``random_seed.get_seed`` for its seeds, however it is called; so as long as nobody has asked,
there is nothing to throw away, and from the first time on all is thrown away as ever. Keras' own random numbers and
those of a ``tf.random.Generator`` are kept elsewhere.
"""

from __future__ import annotations

import contextlib
import functools
import random
import sys
from importlib import import_module
from typing import Any

import numpy as np

# Bound now, before any student's source: what a submission patches later is not used here.
_seed_random = random.seed
_seed_numpy = np.random.seed


class _Lightly:
    """Seeds TensorFlow and Keras, and throws nothing away."""

    def __init__(self) -> None:
        """Note from now on whether TensorFlow makes a random operation.

        Raises:
            ImportError, AttributeError: these versions of TensorFlow and Keras keep their seeds elsewhere.
        """
        context: Any = import_module("tensorflow.python.eager.context")
        random_seed: Any = import_module("tensorflow.python.framework.random_seed")
        self._names = (
            import_module("keras.src.utils.rng_utils").GLOBAL_RANDOM_SEED,
            import_module("keras.src.random.seed_generator").GLOBAL_SEED_GENERATOR,
        )
        self._set_of_keras = import_module("keras.src.backend.common.global_state").set_global_attribute
        self._context, self._generator = context.context, random.Random
        self.enough = all(hasattr(context.Context, name) for name in ("_set_global_seed", "_internal_operation_seed"))
        get_seed = random_seed.get_seed

        @functools.wraps(get_seed)
        def noting(op_seed: Any) -> Any:
            self.enough = False
            return get_seed(op_seed)

        random_seed.get_seed = noting

    def seed(self, seed: int) -> None:
        number, generator = self._names
        self._set_of_keras(number, seed)
        self._set_of_keras(generator, None)  # made again from the number when it is wanted
        eager = self._context()
        eager._seed, eager._rng = seed, self._generator(seed)


_lightly: _Lightly | None = None


def prepare() -> None:
    """To be called in the warm process, once all is imported."""
    global _lightly
    if not {"tensorflow", "keras"} <= sys.modules.keys():
        return
    with contextlib.suppress(ImportError, AttributeError):
        _lightly = _Lightly()


def seed_everything(seed: int) -> None:
    """The random numbers of Python, NumPy and, where it is loaded, TensorFlow and Keras start anew."""
    _seed_random(seed)
    _seed_numpy(seed % 2**32)
    if _lightly is not None and _lightly.enough:
        _lightly.seed(seed)
        return
    keras, tensorflow = sys.modules.get("keras"), sys.modules.get("tensorflow")
    if keras is not None and hasattr(keras, "utils"):
        keras.utils.set_random_seed(seed)  # TensorFlow's too
    elif tensorflow is not None and hasattr(tensorflow, "random"):
        tensorflow.random.set_seed(seed)
