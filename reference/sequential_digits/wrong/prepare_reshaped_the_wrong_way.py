# loses: prepare
# diagnosis: rows_and_columns
# Reshaped to (64, n) and transposed: pixels of different images are mixed.
def prepare(images):
    return images.reshape(64, len(images)).T.astype("float32") / 16
