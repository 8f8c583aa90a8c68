# loses: scale
# Only the first coordinate.
def scale(points, horizontal, vertical):
    return points * [horizontal, 1.0]
