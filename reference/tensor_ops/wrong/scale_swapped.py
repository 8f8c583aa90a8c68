# loses: scale
# Horizontal and vertical are swapped.
def scale(points, horizontal, vertical):
    return points * [vertical, horizontal]
