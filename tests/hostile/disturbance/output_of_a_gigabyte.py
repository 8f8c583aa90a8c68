"""A gigabyte in ten prints, without a line's end."""
# verdict: passed timeout memory


def calm(x):
    return 2 * x + 1


def storm(x):
    for _ in range(10):
        print("x" * 100_000_000, end="", flush=True)
    return 3 * x
