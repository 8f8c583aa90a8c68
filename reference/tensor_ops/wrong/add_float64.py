# loses: add_as_float
# diagnosis: dtype
# NumPy makes float64 of float32 and int32.
def add_as_float(a, b):
    return a.numpy() + b.numpy()
