"""As many threads as there can be, with the smallest stacks."""
# verdict: error crashed memory

import threading


def calm(x):
    return 2 * x + 1


def storm(x):
    threading.stack_size(32 << 10)
    for _ in range(300):
        threading.Thread(target=threading.Event().wait, daemon=True).start()
    threading.Event().wait(0.3)
    return 3 * x
