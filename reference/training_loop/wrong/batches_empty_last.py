# loses: batches
# diagnosis: one_too_many
# An empty batch comes last where the size divides the rows.
def batches(x, y, batch_size):
    for i in range(len(x) // batch_size + 1):
        yield x[i * batch_size : (i + 1) * batch_size], y[i * batch_size : (i + 1) * batch_size]
