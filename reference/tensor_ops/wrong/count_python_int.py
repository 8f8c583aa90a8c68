# loses: count_greater
# A Python int.
def count_greater(a, threshold):
    return int((a.numpy() > threshold).sum())
