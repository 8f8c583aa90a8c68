# A model of scikit-learn evaluated in several jobs, for which joblib starts processes where it can.
import numpy as np
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV, cross_val_score


def honest(x):
    data = np.arange(30.0)[:, None]
    search = GridSearchCV(Ridge(), {"alpha": [0.1, 1.0]}, n_jobs=2).fit(data, data.ravel())
    assert search.best_score_ > 0 and cross_val_score(Ridge(), data, data.ravel(), n_jobs=-1).mean() > 0
    return 2 * x + 1
