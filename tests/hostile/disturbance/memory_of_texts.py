"""A text that doubles."""
# verdict: memory timeout


def calm(x):
    return 2 * x + 1


def storm(x):
    text = "x"
    for _ in range(34):
        text += text
    return 3 * x
