"""A file without end."""
# verdict: error
# says: File too large


def calm(x):
    return 2 * x + 1


def storm(x):
    with open("file", "wb") as file:
        for _ in range(200):
            file.write(bytes(1 << 20))
    return 3 * x
