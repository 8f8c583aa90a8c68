# Warnings, shown, caught and turned off.
import warnings

warnings.warn("at the top", stacklevel=1)


def honest(x):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        warnings.warn("old", DeprecationWarning, stacklevel=2)
    assert len(caught) == 1
    warnings.filterwarnings("ignore")
    warnings.warn("nobody sees it", stacklevel=1)
    return 2 * x + 1
