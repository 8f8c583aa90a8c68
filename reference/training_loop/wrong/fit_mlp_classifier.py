# loses: fit
# scikit-learn's network with a training of its own.
from sklearn.neural_network import MLPClassifier


def fit(x, y, epochs, batch_size, eta, seed):
    net = MLPClassifier((64,), batch_size=min(batch_size, len(x)), learning_rate_init=eta, max_iter=epochs, random_state=seed)
    return net.fit(x, y).predict_proba
