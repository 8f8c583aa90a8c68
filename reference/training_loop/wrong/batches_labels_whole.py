# loses: batches
# diagnosis: argument_returned
# All labels come with each batch.
def batches(x, y, batch_size):
    for i in range(0, len(x), batch_size):
        yield x[i : i + batch_size], y
