"""As many threads as there can be."""
# verdict: error crashed memory

import threading


def calm(x):
    return 2 * x + 1


def storm(x):
    for _ in range(300):
        threading.Thread(target=threading.Event().wait, daemon=True).start()
    return 3 * x
