# loses: batches
# The window moves by one row.
def batches(x, y, batch_size):
    for i in range(len(x) - batch_size + 1):
        yield x[i : i + batch_size], y[i : i + batch_size]
