# loses: prepare
# diagnosis: scaled
# Divided by 15.
def prepare(images):
    return images.reshape(len(images), 64).astype("float32") / 15
