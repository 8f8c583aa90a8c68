# loses: scale
# diagnosis: swapped_arguments
# Horizontal and vertical are swapped.
def scale(points, horizontal, vertical):
    return points * [vertical, horizontal]
