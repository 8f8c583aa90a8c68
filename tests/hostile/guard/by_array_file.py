# Has NumPy read a file that names the guard's class.
# stopped by: design
# part: naive_total
# verdict: forbidden, error
import numpy as np

with open("guard.npy", "wb") as file:
    file.write(b"cgra" + b"der.inside.elementwise\nElementGuard\n.")
guard = np.load("guard.npy", allow_pickle=True)
guard.active = property(lambda self: False)


def naive_total(x):
    return x.sum()
