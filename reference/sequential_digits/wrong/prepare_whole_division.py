# loses: prepare
# diagnosis: truncated, zeros
# Divided without a remainder.
def prepare(images):
    return (images.reshape(len(images), 64) // 16).astype("float32")
