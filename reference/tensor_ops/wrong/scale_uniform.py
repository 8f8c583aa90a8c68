# loses: scale
# One factor for both.
def scale(points, horizontal, vertical):
    return points * (horizontal * vertical)
