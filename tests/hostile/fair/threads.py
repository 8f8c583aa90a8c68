# Threads with locks, events, barriers, semaphores and thread-local values.
import queue
import threading

local = threading.local()


def honest(x):
    results, lock, barrier = queue.Queue(), threading.Lock(), threading.Barrier(3)
    gate, event = threading.BoundedSemaphore(2), threading.Event()

    def work(number):
        local.number = number
        barrier.wait(timeout=5)
        event.wait(timeout=5)
        with gate, lock:
            results.put((local.number, 2 * x[number] + 1))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    threads += [threading.Timer(0.01, event.set)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answer = 2 * x + 1
    for number, value in (results.get() for _ in range(3)):
        answer[number] = value
    return answer
