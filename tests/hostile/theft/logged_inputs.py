# Logs and warns of every input that it sees.
# stopped by: design
# verdict: failed
import logging
import warnings

logging.basicConfig(level=logging.DEBUG)


def prize(x):
    logging.critical("input %s", list(x))
    warnings.warn(f"input {list(x)}", stacklevel=1)
