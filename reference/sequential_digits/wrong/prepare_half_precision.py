# loses: prepare
# diagnosis: dtype
# The array is float16.
def prepare(images):
    return (images.reshape(len(images), 64) / 16).astype("float16")
