# Locks, queues and counters of multiprocessing, between threads.
import multiprocessing
import threading


def honest(x):
    lock, event, gate = multiprocessing.Lock(), multiprocessing.Event(), multiprocessing.Semaphore(2)
    recursive, count = multiprocessing.RLock(), multiprocessing.cpu_count()

    def work():
        with lock, gate, recursive, recursive:
            event.set()

    thread = threading.Thread(target=work)
    thread.start()
    assert event.wait(5) and count > 0
    thread.join()
    return 2 * x + 1
