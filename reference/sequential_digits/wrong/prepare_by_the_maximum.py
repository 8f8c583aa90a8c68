# loses: prepare
# diagnosis: scaled
# Divided by the brightest pixel of the images.
def prepare(images):
    return (images.reshape(len(images), 64) / images.max()).astype("float32")
