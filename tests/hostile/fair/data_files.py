# Data in HDF5 files.
import h5py


def honest(x):
    with h5py.File("x.h5", "w") as file:
        file.create_dataset("x", data=x, compression="gzip")
        file.attrs["note"] = "ä"
    with h5py.File("x.h5") as file:
        return 2 * file["x"][:] + 1
