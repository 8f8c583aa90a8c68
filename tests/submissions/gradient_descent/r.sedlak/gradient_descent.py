import numpy as np
import tensorflow as tf


def descend(x0=10.0, eta=0.1, steps=50):
    raise NotImplementedError("write descend")


def do_update(x, eta):
    raise NotImplementedError("write do_update")


def descend_graph(x0=10.0, eta=0.1, steps=50):
    raise NotImplementedError("write descend_graph")


def descend_optimizer(x0=10.0, eta=0.1, steps=50):
    raise NotImplementedError("write descend_optimizer")


def descend_multi(f, x0, eta, steps):
    raise NotImplementedError("write descend_multi")


def diverges(eta, x0=10.0, steps=50):
    raise NotImplementedError("write diverges")


def sgd_linear(X, y, eta, epochs):
    raise NotImplementedError("write sgd_linear")
