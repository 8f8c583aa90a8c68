# loses: do_update, descend_graph
# tf.function is switched off: every step runs its Python body.
import tensorflow as tf

tf.config.run_functions_eagerly(True)
