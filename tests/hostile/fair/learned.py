# Models of scikit-learn, on several threads and jobs, saved and loaded.
import joblib
import numpy as np
from sklearn.datasets import load_digits
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

digits = load_digits()


def honest(x):
    train, test, labels, others = train_test_split(digits.data[:200], digits.target[:200], random_state=0)
    forest = RandomForestClassifier(5, n_jobs=2, random_state=0).fit(train, labels)
    assert forest.score(test, others) > 0.3
    assert KNeighborsClassifier(3, n_jobs=2).fit(train, labels).score(test, others) > 0.5
    line = LinearRegression().fit(x[:, None], 2 * x + 1)
    joblib.dump(line, "line.joblib")
    line = joblib.load("line.joblib")
    scores = cross_val_score(LinearRegression(), np.arange(20.0)[:, None], np.arange(20.0), n_jobs=1)
    squares = joblib.Parallel(n_jobs=2, prefer="threads")(joblib.delayed(abs)(value) for value in x)
    assert scores.mean() > 0.9 and len(squares) == len(x) and StandardScaler().fit_transform(x[:, None]).size
    return line.predict(x[:, None])
