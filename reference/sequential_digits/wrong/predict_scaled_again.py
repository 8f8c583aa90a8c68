# loses: predict_digit
# The image is divided by 16 once more.
import numpy as np


def predict_digit(model, image):
    p = model.predict(image.reshape(1, 64) / 16, verbose=0)[0]
    return int(np.argmax(p)), float(np.max(p))
