# loses: prepare
# diagnosis: scaled
# Every image is divided by its own brightest pixel.
def prepare(images):
    return (images.reshape(len(images), 64) / images.reshape(len(images), 64).max(axis=1, keepdims=True)).astype("float32")
