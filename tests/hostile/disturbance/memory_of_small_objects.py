"""Small objects without end."""
# verdict: memory timeout


def calm(x):
    return 2 * x + 1


def storm(x):
    objects = []
    while len(objects) < 200_000_000:
        objects.append(object())
    return 3 * x
