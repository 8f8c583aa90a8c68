# loses: fit
# scikit-learn's own training.
from sklearn.linear_model import LogisticRegression


def fit(x, y, epochs, batch_size, eta, seed):
    return LogisticRegression(max_iter=500).fit(x, y).predict_proba
