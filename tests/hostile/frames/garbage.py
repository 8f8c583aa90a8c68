# Writes noise on the channel.
# stopped by: design
# verdict: crashed, timeout
import os


def prize(x):
    os.write(3, bytes(range(256)) * 4)
