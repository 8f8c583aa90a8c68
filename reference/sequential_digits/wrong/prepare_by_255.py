# loses: prepare
# diagnosis: scaled
# Divided by 255, as in the lecture's data.
def prepare(images):
    return images.reshape(len(images), 64).astype("float32") / 255
