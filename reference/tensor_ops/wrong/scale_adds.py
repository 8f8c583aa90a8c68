# loses: scale
# A shift.
def scale(points, horizontal, vertical):
    return points + [horizontal, vertical]
