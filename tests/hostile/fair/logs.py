# Logging to a file, to the screen and in rotation.
import logging
import logging.handlers

logging.basicConfig(filename="work.log", level=logging.DEBUG, force=True)
log = logging.getLogger(__name__)
log.addHandler(logging.StreamHandler())
log.addHandler(logging.handlers.RotatingFileHandler("rotated.log", maxBytes=200, backupCount=2))


def honest(x):
    for value in x:
        log.info("value %s of %s", value, x.shape)
    try:
        raise ValueError("an example")
    except ValueError:
        log.exception("as expected")
    logging.shutdown()
    with open("work.log") as file:
        assert "value" in file.read()
    return 2 * x + 1
