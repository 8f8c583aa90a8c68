# loses: predict_digit
# diagnosis: zeros
# The largest value along the batch: always class 0.
import numpy as np


def predict_digit(model, image):
    p = model.predict(image.reshape(1, 64), verbose=0)
    return int(np.argmax(p, axis=0)[0]), float(np.max(p))
