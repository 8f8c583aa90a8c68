# loses: batches
# diagnosis: last_missing
# The last, smaller batch is left out.
def batches(x, y, batch_size):
    for i in range(len(x) // batch_size):
        yield x[i * batch_size : (i + 1) * batch_size], y[i * batch_size : (i + 1) * batch_size]
