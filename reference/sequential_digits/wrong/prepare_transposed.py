# loses: prepare
# diagnosis: transposed
# The array is (64, n).
def prepare(images):
    return images.reshape(len(images), 64).astype("float32").T / 16
