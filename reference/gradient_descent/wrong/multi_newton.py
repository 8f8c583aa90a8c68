# loses: descend_multi
# Newton's step scaled by eta: another method, which only shares the minimum.
import tensorflow as tf


def descend_multi(f, x0, eta, steps):
    x = tf.Variable(x0, dtype=tf.float32)
    for _ in range(steps):
        with tf.GradientTape() as outer:
            with tf.GradientTape() as inner:
                y = f(x)
            gradient = inner.gradient(y, x)
        hessian = outer.jacobian(gradient, x)
        x.assign_sub(eta * tf.linalg.solve(hessian, gradient[:, None])[:, 0])
    return x.numpy()
