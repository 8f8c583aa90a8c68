# Has another thread compute what the part may not.
# stopped by: design
# part: naive_total
# verdict: forbidden
import threading


def naive_total(x):
    found = []
    thread = threading.Thread(target=lambda: found.append(x.sum()))
    thread.start()
    thread.join()
    return found[0]
