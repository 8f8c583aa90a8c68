# loses: predict_digit
# A second softmax over the probabilities.
import numpy as np


def predict_digit(model, image):
    p = model.predict(image.reshape(1, 64), verbose=0)[0]
    return int(np.argmax(p)), float(np.max(np.exp(p) / np.sum(np.exp(p))))
