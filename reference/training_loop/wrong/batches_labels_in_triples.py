# loses: batches
# (x, y, number) instead of (x, y).
def batches(x, y, batch_size):
    for i in range(0, len(x), batch_size):
        yield x[i : i + batch_size], y[i : i + batch_size], i // batch_size
