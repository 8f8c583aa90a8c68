# loses: predict_digit
# diagnosis: rounded
# The probability is rounded to two digits.
import numpy as np


def predict_digit(model, image):
    p = model.predict(image.reshape(1, 64), verbose=0)[0]
    return int(np.argmax(p)), round(float(np.max(p)), 2)
