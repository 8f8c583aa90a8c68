# Memory mapped without a file, as Python does where nothing else is said.
# refused: it is shared memory, which no limit counts
import mmap


def honest(x):
    with mmap.mmap(-1, 8192) as memory:
        memory[:5] = b"hello"
        assert memory[:5] == b"hello"
    return 2 * x + 1
