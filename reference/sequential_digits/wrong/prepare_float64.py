# loses: prepare
# diagnosis: dtype
# The array is float64.
def prepare(images):
    return images.reshape(len(images), 64) / 16.0
