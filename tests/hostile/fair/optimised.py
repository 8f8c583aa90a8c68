# Minima, integrals, fits, linear algebra, signals, and data files.
import numpy as np
import scipy.fft
import scipy.io
import scipy.linalg
import scipy.optimize
import scipy.sparse
import scipy.stats


def honest(x):
    found = scipy.optimize.minimize(
        lambda w: float(np.sum((w[0] * x + w[1] - (2 * x + 1)) ** 2)), [0.0, 0.0], tol=1e-12
    )
    root = scipy.optimize.brentq(lambda t: t - 1, 0, 3)
    moved = scipy.fft.ifft(scipy.fft.fft(x, workers=2)).real
    scipy.io.savemat("x.mat", {"x": x})
    assert np.allclose(scipy.io.loadmat("x.mat")["x"].ravel(), x) and np.allclose(moved, x) and abs(root - 1) < 1e-9
    assert scipy.linalg.det(np.eye(2)) == 1 and scipy.stats.norm.cdf(0) == 0.5 and scipy.sparse.eye(3).nnz == 3
    slope, shift = np.round(found.x, 3)
    return slope * x + shift
