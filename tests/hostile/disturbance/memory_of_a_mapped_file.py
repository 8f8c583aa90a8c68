"""Files in the scratch folder, mapped and filled."""
# verdict: error crashed memory

import mmap


def calm(x):
    return 2 * x + 1


def storm(x):
    blocks = []
    for number in range(20):
        with open(f"file-{number}", "wb+") as file:
            file.truncate(8 << 20)
            blocks.append(mmap.mmap(file.fileno(), 8 << 20))
        blocks[-1][:] = b"x" * (8 << 20)
    return 3 * x
