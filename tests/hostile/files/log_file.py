# Logs to a file outside.
# stopped by: landlock, scratch
# verdict: forbidden
import logging


def attack():
    logging.FileHandler("@WATCHED@/new.log").close()
    return True
