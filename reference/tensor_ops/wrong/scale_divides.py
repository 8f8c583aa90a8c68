# loses: scale
# Divided.
def scale(points, horizontal, vertical):
    return points / [horizontal, vertical]
