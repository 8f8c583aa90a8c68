# A file of its own mapped into memory.
import mmap


def honest(x):
    with open("mapped", "wb+") as file:
        file.write(bytes(8192))
        file.flush()
        with mmap.mmap(file.fileno(), 0) as memory:
            memory[:5] = b"hello"
            memory.flush()
    with open("mapped", "rb") as file:
        assert file.read(5) == b"hello"
    return 2 * x + 1
