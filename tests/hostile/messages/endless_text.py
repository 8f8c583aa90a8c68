# Raises an exception whose text never comes.
# stopped by: design
# verdict: timeout
class Slow(Exception):
    def __str__(self):
        while True:
            pass


def prize(x):
    raise Slow
