# loses: scale
# diagnosis: absolute
# Factors lose their sign.
def scale(points, horizontal, vertical):
    return points * [abs(horizontal), abs(vertical)]
