# loses: predict_digit
# diagnosis: argument_changed
# The image that was given gets another shape.
import numpy as np


def predict_digit(model, image):
    image.shape = (1, 64)
    p = model.predict(image, verbose=0)[0]
    return int(np.argmax(p)), float(np.max(p))
