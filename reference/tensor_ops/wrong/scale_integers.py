# loses: scale
# diagnosis: truncated
# The factors are cut to integers.
def scale(points, horizontal, vertical):
    return points * [float(int(horizontal)), float(int(vertical))]
