# loses: predict_digit
# diagnosis: off_by_one
# Classes are counted from 1.
import numpy as np


def predict_digit(model, image):
    p = model.predict(image.reshape(1, 64), verbose=0)[0]
    return int(np.argmax(p)) + 1, float(np.max(p))
