# Temporary files and folders of every kind.
import os
import tempfile

import numpy as np

HOME = tempfile.mkdtemp(prefix="work-")


def honest(x):
    with tempfile.TemporaryFile() as nameless, tempfile.NamedTemporaryFile(suffix=".npy") as named:
        np.save(nameless, x)
        np.save(named, x)
        nameless.seek(0)
        named.seek(0)
        x = (np.load(nameless) + np.load(named)) / 2
    with tempfile.TemporaryDirectory() as folder, tempfile.SpooledTemporaryFile(max_size=10) as spooled:
        spooled.write(b"more than ten bytes")
        descriptor, name = tempfile.mkstemp(dir=folder)
        os.write(descriptor, b"x")
        os.close(descriptor)
        assert os.path.getsize(name) == 1 and os.path.isdir(HOME) and tempfile.gettempdir()
    return 2 * x + 1
