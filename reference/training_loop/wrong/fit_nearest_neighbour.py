# loses: fit
# The nearest neighbours of scikit-learn: no steps at all.
from sklearn.neighbors import KNeighborsClassifier


def fit(x, y, epochs, batch_size, eta, seed):
    return KNeighborsClassifier(3).fit(x, y).predict_proba
