# loses: predict_digit
# The image is no batch.
import numpy as np


def predict_digit(model, image):
    p = model.predict(image, verbose=0)[0]
    return int(np.argmax(p)), float(np.max(p))
