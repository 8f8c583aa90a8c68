# loses: prepare
# diagnosis: argument_changed
# The images that were given are divided.
def prepare(images):
    flat = images.reshape(len(images), 64)
    flat[:] = flat / 16
    return flat.astype("float32")
