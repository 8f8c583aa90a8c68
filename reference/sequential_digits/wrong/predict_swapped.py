# loses: predict_digit
# diagnosis: order_of_results
# The probability comes first.
import numpy as np


def predict_digit(model, image):
    p = model.predict(image.reshape(1, 64), verbose=0)[0]
    return float(np.max(p)), int(np.argmax(p))
