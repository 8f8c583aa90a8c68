# loses: predict_digit
# diagnosis: extra_axis
# Arrays of shape (1,).
import numpy as np


def predict_digit(model, image):
    p = model.predict(image.reshape(1, 64), verbose=0)
    return np.argmax(p, axis=1), np.max(p, axis=1)
