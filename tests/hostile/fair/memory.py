# Memory measured, garbage collected, weak references, an object that cleans up.
import gc
import resource
import sys
import tracemalloc
import weakref


class Node:
    def __init__(self):
        self.me = self

    def __del__(self):
        Node.gone = True


def honest(x):
    tracemalloc.start()
    values = [0.0] * 10_000
    size, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    seen = weakref.ref(Node())
    gc.collect()
    gc.disable()
    gc.enable()
    assert seen() is None and Node.gone and peak >= size and sys.getsizeof(values) > 10_000 and gc.get_count()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 0
    weakref.finalize(Node(), print, "gone")
    return 2 * x + 1
