# loses: scale
# diagnosis: divided
# Divided.
def scale(points, horizontal, vertical):
    return points / [horizontal, vertical]
