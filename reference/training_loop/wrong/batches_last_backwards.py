# loses: batches
# The last batch is taken full from the end, so rows come twice.
def batches(x, y, batch_size):
    for i in range(0, len(x), batch_size):
        i = max(min(i, len(x) - batch_size), 0)
        yield x[i : i + batch_size], y[i : i + batch_size]
