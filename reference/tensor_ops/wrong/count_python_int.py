# loses: count_greater
# diagnosis: dtype
# A Python int.
def count_greater(a, threshold):
    return int((a.numpy() > threshold).sum())
