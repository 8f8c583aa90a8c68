# Arrays saved, packed, mapped into memory and read again.
import io

import numpy as np

np.set_printoptions(precision=3, suppress=True)


def honest(x):
    np.save("x.npy", x)
    np.savez("x.npz", x=x)
    np.savez_compressed("packed.npz", x=x)
    np.savetxt("x.txt", x, fmt="%.18e")
    x.tofile("x.bin")
    mapped = np.memmap("mapped.bin", dtype=x.dtype, mode="w+", shape=x.shape)
    mapped[:] = x
    mapped.flush()
    loaded = [np.load("x.npy", mmap_mode="r"), np.load("x.npz")["x"], np.load("packed.npz")["x"]]
    loaded += [np.loadtxt("x.txt"), np.genfromtxt("x.txt"), np.fromfile("x.bin"), mapped]
    loaded += [np.load(io.BytesIO(open("x.npy", "rb").read()))]
    assert all(np.allclose(one, x) for one in loaded)
    return 2 * np.mean(loaded, axis=0) + 1
