# loses: predict_digit
# Looks at the first ten classes only.
import numpy as np


def predict_digit(model, image):
    p = model.predict(image.reshape(1, 64), verbose=0)[0][:10]
    return int(np.argmax(p)), float(np.max(p))
