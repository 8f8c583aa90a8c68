# loses: batches
# diagnosis: first_only
# return where yield belongs: one batch.
def batches(x, y, batch_size):
    for i in range(0, len(x), batch_size):
        return [(x[i : i + batch_size], y[i : i + batch_size])]
