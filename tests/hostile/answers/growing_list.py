# Answers with a list that another thread goes on filling.
# stopped by: design
# verdict: failed, timeout, memory, error
import threading

answer = [0.0]


def grow():
    for _ in range(2_000_000):
        answer.append(0.0)


def prize(x):
    threading.Thread(target=grow, daemon=True).start()
    return answer
