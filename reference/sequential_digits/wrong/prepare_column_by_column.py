# loses: prepare
# diagnosis: rows_and_columns
# Pixels come column by column.
def prepare(images):
    return images.transpose(0, 2, 1).reshape(len(images), 64).astype("float32") / 16
