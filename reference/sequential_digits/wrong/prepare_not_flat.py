# loses: prepare
# diagnosis: other_shape
# The images stay 8 by 8.
def prepare(images):
    return images.astype("float32") / 16
