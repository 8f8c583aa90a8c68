# Random numbers of every kind, with seeds and without.
import hashlib
import os
import random
import secrets

import numpy as np

random.seed(0)
np.random.seed(0)
START = np.random.rand(3)


def honest(x):
    rng = np.random.default_rng(42)
    children = rng.spawn(2)
    values = [random.random(), random.Random(1).gauss(0, 1), random.SystemRandom().random(), secrets.randbelow(10)]
    values += [np.random.RandomState(0).normal(), children[0].normal(), float(START[0]), os.urandom(1)[0]]
    rng.shuffle(np.arange(5))
    assert hashlib.sha256(x.tobytes()).hexdigest() and hashlib.md5(b"x").digest() and np.isfinite(values).all()
    return 2 * x + 1
