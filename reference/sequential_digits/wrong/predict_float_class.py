# loses: predict_digit
# The class is a float.
import numpy as np


def predict_digit(model, image):
    p = model.predict(image.reshape(1, 64), verbose=0)[0]
    return float(np.argmax(p)), float(np.max(p))
